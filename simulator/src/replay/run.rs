//! All phones of a run, each at its own pace.
//!
//! Of the phones whose next step can happen, the one with the earliest recorded time goes
//! first; a step that waits for a frame or code waits until its maker has made it. A phone
//! that differs stops there, and so, in the end, do those who wait for it.

use super::difference::{Difference, Problem, compare};
use super::phone::{Lived, Phone};
use super::post::Post;
use super::replayed::{Person, Replayed};
use super::step::{Cause, Step};
use super::trace::Trace;
use corona_core::time::Span;
use corona_core::trace::{Input, RecordedNotice};
use std::fmt;

/// The recorded phones and the replayed ones don't agree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplayError {
    /// At most one for each phone: first those who decided something else, then those who
    /// wait for what nobody has made, the longest wait first: later ones may follow from it.
    pub differences: Vec<Difference>,
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.differences.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}
impl std::error::Error for ReplayError {}

/// Lives all phones of one run again.
///
/// # Errors
/// [`ReplayError`] with the first difference on each phone.
pub fn replay(traces: &[Trace]) -> Result<Replayed, ReplayError> {
    let mut run = Run::new(traces);
    while let Some(i) = run.next() {
        run.step(i);
    }
    run.verdict()
}

/// One phone and where it is in its trace.
struct Player<'a> {
    trace: &'a Trace,
    phone: Phone,
    next: usize,
    difference: Option<Difference>,
}

impl<'a> Player<'a> {
    fn upcoming(&self) -> Option<&'a Step> {
        self.trace.steps.get(self.next).filter(|_| self.difference.is_none())
    }
    fn differs(&self, line: usize, step: &Step, problem: Problem) -> Difference {
        let (file, name) = (self.trace.file.clone(), self.trace.name.clone());
        Difference { file, name, line, at: step.at, problem }
    }
}

struct Run<'a> {
    players: Vec<Player<'a>>,
    post: Post,
    replayed: Replayed,
    delays: Vec<Span>,
}

impl<'a> Run<'a> {
    fn new(traces: &'a [Trace]) -> Self {
        let player = |trace| Player { trace, phone: Phone::default(), next: 0, difference: None };
        Self {
            players: traces.iter().map(player).collect(),
            post: Post::default(),
            replayed: Replayed { phones: traces.len(), ..Replayed::default() },
            delays: Vec::new(),
        }
    }

    /// Whose step can happen now.
    fn next(&self) -> Option<usize> {
        let ready = self.players.iter().enumerate().filter_map(|(i, player)| {
            let step = player.upcoming()?;
            self.post.misses(&step.cause).is_none().then_some((step.at, i))
        });
        ready.min().map(|(_, i)| i)
    }

    fn step(&mut self, i: usize) {
        let Some(step) = self.players[i].upcoming() else {
            return;
        };
        if let Err((line, problem)) = self.live(i, step) {
            let difference = self.players[i].differs(line, step, problem);
            self.players[i].difference = Some(difference);
        }
        self.players[i].next += 1;
    }

    /// Lives a step and settles it; else the line that is not as recorded.
    fn live(&mut self, i: usize, step: &Step) -> Result<(), (usize, Problem)> {
        let frame = self.frame(step);
        let player = &mut self.players[i];
        let here = |problem| (step.line, problem);
        let lived = player.phone.live(&step.cause, step.at, frame).map_err(here)?;
        match &step.did {
            Some((line, recorded)) => {
                if let Some(problem) = compare(recorded, &lived.decisions()) {
                    return Err((*line, problem));
                }
                player.phone.commit(&lived.effects.changes, step.at);
                self.replayed.steps += 1;
                self.replayed.restarts += usize::from(matches!(step.cause, Cause::Restored { .. }));
                self.settle(i, step, lived);
                Ok(())
            }
            None => self.die(i, step, lived),
        }
    }

    fn frame(&mut self, step: &Step) -> Vec<u8> {
        let Cause::Took(Input::Notice(RecordedNotice::Frame { digest, .. })) = &step.cause else {
            return Vec::new();
        };
        let delivered = self.post.deliver(digest, step.at).expect("it was there a moment ago");
        self.delays.push(delivered.delay);
        delivered.frame
    }

    /// Lets the world see what was decided and stored.
    fn settle(&mut self, i: usize, step: &Step, lived: Lived) {
        self.replayed.count(&lived.effects.updates);
        self.replayed.frames_sent += self.post.send(lived.effects.requests, step.at);
        if let Some(Ok(answer)) = &lived.answer {
            self.post.show(answer);
        }
        if let Some(node) = self.players[i].phone.node() {
            // Somebody's card is theirs to show at any time, without a command.
            self.post.show(&corona_core::node::Answer::Card(node.card()));
        }
    }

    /// The process died before it could say that this was done: what its successor found in
    /// the store says whether it was. A step that stores nothing, or that nobody continued,
    /// may have been done; then its frames may arrive.
    fn die(&mut self, i: usize, step: &Step, lived: Lived) -> Result<(), (usize, Problem)> {
        let player = &mut self.players[i];
        let changes = &lived.effects.changes;
        let after = player.trace.steps.get(player.next + 1);
        let committed = match after.map(|after| (after.line, &after.cause)) {
            Some((line, Cause::Restored { store, .. })) => player
                .phone
                .was_committed(changes, step.at, *store)
                .map_err(|problem| (line, problem))?,
            Some((_, Cause::Created { .. })) => false,
            Some((_, Cause::Took(_))) | None => true,
        };
        self.replayed.unfinished += 1;
        if committed {
            player.phone.commit(changes, step.at);
            self.replayed.count(&lived.effects.updates);
            self.replayed.frames_sent += self.post.send(lived.effects.requests, step.at);
        }
        Ok(())
    }

    fn verdict(mut self) -> Result<Replayed, ReplayError> {
        let decided = self.players.iter().filter_map(|player| player.difference.clone());
        let waiting = self.players.iter().filter_map(|player| {
            let step = player.upcoming()?;
            let problem = self.post.misses(&step.cause)?;
            Some(player.differs(step.line, step, problem))
        });
        let mut waiting: Vec<Difference> = waiting.collect();
        waiting.sort_by_key(|difference| difference.at);
        let differences: Vec<Difference> = decided.chain(waiting).collect();
        if !differences.is_empty() {
            return Err(ReplayError { differences });
        }
        self.replayed.measure(self.delays);
        let person =
            |player: &Player<'_>| Some(Person::of(&player.trace.name, player.phone.node()?));
        self.replayed.people = self.players.iter().filter_map(person).collect();
        Ok(self.replayed)
    }
}
