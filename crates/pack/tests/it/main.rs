//! Tables as read and as formatted; packs as compiled, loaded, damaged and rebuilt.

mod container;
mod folder;
mod small;
mod tables;
