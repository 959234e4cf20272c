//! One phone's transport for a moment: it borrows the network.
//!
//! A [`Port`] knows whose it is and how far that phone's clock is off; it decides
//! nothing but hands everything to the network.

use crate::network::{Network, PhoneIndex};
use corona_core::time::Span;
use corona_core::transport::{Notice, Request, Transport};

/// See [`Network::port`].
#[derive(Debug)]
pub struct Port<'a> {
    network: &'a mut Network,
    phone: PhoneIndex,
    skew: Span,
}

impl<'a> Port<'a> {
    pub(crate) const fn new(network: &'a mut Network, phone: PhoneIndex, skew: Span) -> Self {
        Self { network, phone, skew }
    }
}

impl Transport for Port<'_> {
    fn submit(&mut self, request: Request) {
        self.network.request(self.phone, self.skew, request);
    }
    fn poll(&mut self) -> Option<Notice> {
        self.network.poll(self.phone)
    }
}
