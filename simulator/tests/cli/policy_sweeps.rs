//! Sweeps over policies in an epidemic: what each averts, and at what cost.

use crate::workplace::{Ended, Workplace};

const VILLAGE: &str = "name = \"village\"\nabout = \"300 people and a virus\"\n\
    start = \"2020-03-01\"\nduration = \"40 days\"\n\
    [population]\nkind = \"town\"\npeople = 300\n\
    [policy]\npreset = \"graded\"\n[phones]\nadoption = \"80 %\"\n\
    [behaviour]\npairing = \"0 %\"\n[epidemic]\ninitial = 6\n";

const POLICIES: &str = "scenario = \"village.toml\"\nseeds = { first = 1, count = 3 }\n\
    polls = \"telling\"\n\
    [[list]]\nname = \"no app\"\nepidemic.app = false\n\
    [[list]]\nname = \"as it is\"\n\
    [[list]]\nname = \"whoever is warned stays\"\npolicy.loss = 2\n\
    \"epidemic.precaution.quarantine_warned\" = \"100 %\"\n";

fn collected(sweep: &str, more: &[&str]) -> Workplace {
    let place = Workplace::new();
    place.write("village.toml", VILLAGE);
    place.write("sweep.toml", sweep);
    let arguments = [&["sweep", "sweep.toml", "--out", "dir"], more].concat();
    let ended = Ended::of(&mut place.corona_sim(&arguments));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    place
}

fn rows(place: &Workplace, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(place.path(name)).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn column(table: &[Vec<String>], name: &str) -> usize {
    let found = table[0].iter().position(|known| known == name);
    found.unwrap_or_else(|| panic!("no column {name} in {:?}", table[0]))
}

#[test]
fn what_a_policy_averts_and_costs_is_what_a_hand_computes_from_the_runs() {
    let place = collected(POLICIES, &[]);
    let runs = rows(&place, "dir/tables/runs.csv");
    let of = |policy: &str, figure: &str| -> Vec<f64> {
        let (name, figure) = (column(&runs, "name"), column(&runs, figure));
        let rows = runs.iter().filter(|row| row[name] == policy);
        rows.map(|row| row[figure].parse().unwrap()).collect()
    };
    let averted = rows(&place, "dir/tables/averted.csv");
    let name = column(&averted, "name");
    let names: Vec<&str> = averted[1..].iter().map(|row| row[name].as_str()).collect();
    assert_eq!(names, ["as it is", "whoever is warned stays"], "the first is the reference");
    for row in &averted[1..] {
        let pairs = of("no app", "epidemic.infections").into_iter();
        let mut fewer: Vec<f64> =
            pairs.zip(of(&row[name], "epidemic.infections")).map(|(one, two)| one - two).collect();
        let days = of(&row[name], "epidemic.quarantine_days");
        assert!(of("no app", "epidemic.quarantine_days").iter().all(|days| *days == 0.0));
        let prices = days.iter().zip(&fewer).filter(|(_, fewer)| **fewer > 0.0);
        let prices: Vec<f64> = prices.map(|(days, fewer)| days / fewer).collect();
        fewer.sort_by(f64::total_cmp);
        assert_eq!(row[column(&averted, "infections_averted")].parse(), Ok(fewer[1]));
        assert_eq!(row[column(&averted, "n_averting")], prices.len().to_string());
    }
    let page = std::fs::read_to_string(place.path("dir/index.html")).unwrap();
    for words in ["What is averted", "nothing beats it", "1  as it is", "infectors_warned"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<th>policy.loss</th>"), "a key that follows from the name");
}

#[test]
fn two_swept_keys_have_a_map_whose_cells_say_their_medians() {
    let sweep = "scenario = \"village.toml\"\nseeds = { first = 1, count = 2 }\n\
        [grid]\nphones.adoption = [\"40 %\", \"80 %\"]\n\
        [[list]]\nname = \"one hop\"\npolicy.loss = 8\n[[list]]\nname = \"more\"\npolicy.loss = 3\n";
    let place = collected(sweep, &["--figure", "epidemic.infections"]);
    let map = place.path("dir/plots/epidemic.infections.map.svg");
    let map = std::fs::read_to_string(map).unwrap();
    let arms = rows(&place, "dir/tables/arms.csv");
    let (figure, median) = (column(&arms, "figure"), column(&arms, "median"));
    let infections = arms.iter().filter(|row| row[figure] == "epidemic.infections");
    let medians: Vec<f64> = infections.map(|row| row[median].parse().unwrap()).collect();
    assert_eq!(medians.len(), 4);
    for median in medians {
        let spelled = if median.fract() == 0.0 || median >= 100.0 {
            format!("{median:.0}")
        } else {
            format!("{median:.1}")
        };
        assert!(map.contains(&format!("\n{spelled}\n")), "{spelled} in {map}");
    }
    for word in ["one hop", "more", "40 %", "80 %"] {
        assert!(map.contains(word), "{word}");
    }
}

#[test]
fn leaving_polls_out_changes_no_figure_but_that_traffic_is_unknown() {
    let every = collected(&POLICIES.replace("telling", "every"), &[]);
    let telling = collected(POLICIES, &[]);
    let tables = [&every, &telling].map(|place| rows(place, "dir/tables/runs.csv"));
    let unknown = ["dials", "bytes", "wake_ups"];
    let computed = ["run_id", "occurrences", "elided_polls"];
    let mut compared = 0;
    for name in &tables[1][0] {
        if computed.contains(&name.as_str()) || unknown.iter().any(|part| name.starts_with(part)) {
            continue;
        }
        let [every, telling] = [0, 1].map(|n: usize| {
            let place = column(&tables[n], name);
            tables[n].iter().map(|row| row[place].clone()).collect::<Vec<_>>()
        });
        assert_eq!(every, telling);
        compared += 1;
    }
    assert!(compared > 30, "{compared}");
}

#[test]
fn what_an_earlier_collection_drew_does_not_stay() {
    let place = collected(POLICIES, &[]);
    assert!(place.path("dir/plots/trade_off.svg").is_file());
    assert!(place.path("dir/tables/averted.csv").is_file());
    place.write("dir/plots/poster.svg", "somebody's own");
    let arguments = ["sweep", "collect", "dir", "--figure", "epidemic.peak"];
    let ended = Ended::of(&mut place.corona_sim(&arguments));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let plots: Vec<String> = std::fs::read_dir(place.path("dir/plots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("epidemic."))
        .collect();
    assert_eq!(plots, ["epidemic.peak.svg"]);
    assert!(place.path("dir/plots/poster.svg").is_file(), "files of others stay");
    assert!(place.path("dir/tables/averted.parquet").is_file());
}
