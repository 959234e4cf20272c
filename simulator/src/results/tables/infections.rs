//! Every infection of an epidemic.
//!
//! It repeats the record row by row and adds what follows from other rows: the names that
//! indices stand for, and how many each person infected.

use super::super::record::RunRecord;
use super::super::table::Table;
use crate::epidemic::Infection;

pub(super) struct Row<'a> {
    seed: u64,
    name: Option<&'a str>,
    infected: u32,
    infection: &'a Infection,
}

pub(super) fn rows(records: &[RunRecord]) -> Vec<Row<'_>> {
    records.iter().flat_map(rows_of_seed).collect()
}

fn rows_of_seed(record: &RunRecord) -> Vec<Row<'_>> {
    let Some(epidemic) = &record.epidemic else {
        return Vec::new();
    };
    let infected = offspring(record.people.len(), &epidemic.infections);
    let row = |infection| {
        let Infection { person, .. }: &Infection = infection;
        let person = *person as usize;
        Row {
            seed: record.seed,
            name: record.people.get(person).map(|person| person.name.as_str()),
            infected: infected.get(person).copied().unwrap_or(0),
            infection,
        }
    };
    epidemic.infections.iter().map(row).collect()
}

/// How many each person infected.
pub(in super::super) fn offspring(people: usize, infections: &[Infection]) -> Vec<u32> {
    let mut infected = vec![0; people];
    for infector in infections.iter().filter_map(|infection| infection.infector) {
        if let Some(count) = infected.get_mut(infector as usize) {
            *count += 1;
        }
    }
    infected
}

pub(super) fn table<'a>(rows: &'a [Row<'_>]) -> Table<'a> {
    Table::of("infections", "One row per infection, in order of time.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("time", "", "When the person was infected.", |row| row.infection.time)
        .column("person", "", "Index of the person.", |row| row.infection.person)
        .column("name", "", "Their name.", |row| row.name)
        .column("infector", "", "Index of who infected them; missing: from outside.", |row| {
            row.infection.infector
        })
        .column(
            "setting",
            "",
            "Where: outside, household, team, circle, leisure or casual.",
            |row| row.infection.setting.word(),
        )
        .column("gathering", "", "Number of the population's gathering, if at one.", |row| {
            row.infection.gathering
        })
        .column("symptomatic", "", "Whether symptoms come.", |row| row.infection.onset.is_some())
        .column("onset", "", "When they come.", |row| row.infection.onset)
        .column("infectious_from", "", "When the person begins to infect.", |row| {
            row.infection.begins
        })
        .column("infectious_until", "", "When that is over.", |row| row.infection.ends)
        .column("warned_before", "", "Whether the person was at high risk at that time.", |row| {
            row.infection.warned_before
        })
        .column("warned", "", "When they first were in the 14 days after.", |row| {
            row.infection.warned
        })
        .column("infected", "people", "How many the person infected in this run.", |row| {
            row.infected
        })
        .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn infections_name_infector_setting_and_what_followed() {
        let records = [sample::outbreak()];
        let csv = String::from_utf8(csv_bytes(&table(&rows(&records))).unwrap()).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(
            lines[1].starts_with("7,2020-04-12T00:00:00.000Z,0,Alice,,outside,,true,"),
            "{csv}"
        );
        assert!(lines[1].ends_with(",false,,2"), "{csv}");
        assert!(lines[2].contains(",1,Bob,0,circle,0,"), "{csv}");
        assert!(lines[2].ends_with(",false,2020-04-12T03:00:00.000Z,0"), "{csv}");
        assert!(lines[3].ends_with(",true,,0"), "{csv}");
    }
}
