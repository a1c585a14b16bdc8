//! What holds for the whole repository: `tidy`.

mod tidy;
