//! Claims of many reports to incidents.

#![forbid(unsafe_code)]
