//! Ports that are free now, and kept until tor takes them.

use super::StartError;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;

/// Ports of one node: the system chose them, so that networks side by side never agree on one.
#[derive(Debug)]
pub(crate) struct Reservation {
    held: Vec<TcpListener>,
}

impl Reservation {
    /// Binds `count` ports of an address.
    pub(crate) fn at(ip: Ipv4Addr, count: usize) -> Result<Self, StartError> {
        let bind = |_| TcpListener::bind((ip, 0));
        let held = (0..count).map(bind).collect::<Result<_, _>>().map_err(|error| {
            let problem =
                format!("{error}: the network needs Linux's loopback, all of 127.0.0.0/8");
            StartError::file(Path::new(&ip.to_string()), problem)
        })?;
        Ok(Self { held })
    }

    /// The ports, still held.
    pub(crate) fn addresses(&self) -> Result<Vec<SocketAddr>, StartError> {
        let problem = |error| StartError::file(Path::new("own socket"), error);
        self.held.iter().map(|listener| listener.local_addr().map_err(problem)).collect()
    }

    /// Lets go, for tor to bind them at once.
    pub(crate) fn release(self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn reserved_ports_are_distinct_and_taken() {
        let ip = Ipv4Addr::new(127, 3, 0, 1);
        let reservations: Vec<_> = (0..20).map(|_| Reservation::at(ip, 2).unwrap()).collect();
        let all: Vec<_> = reservations.iter().flat_map(|one| one.addresses().unwrap()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 40);
        assert!(TcpListener::bind(all[0]).is_err(), "a reserved port could be taken");
        let free = all[39];
        reservations.into_iter().for_each(Reservation::release);
        assert!(TcpListener::bind(free).is_ok(), "a released port is still held");
    }
}
