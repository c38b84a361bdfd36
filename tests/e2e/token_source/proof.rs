//! Many tasks in several processes on one login, whose access token expires all the time, while processes are
//! killed: no refresh token is sent twice, the server revokes nothing, and a person has to log in only where a
//! process was killed while its refresh token was in flight.

use std::collections::HashMap;
use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use oauth_flow::flow::{SafeHttp, TokenStore as _};
use oauth_flow_e2e_tests::{Habit, Record, Server, tests};
use tokio::runtime::Runtime;

use crate::client::{self, Clock};
use crate::postgres::Cluster;
use crate::store::{Place, Store, in_flight};
use crate::worker::{Plan, Random, Work};

tests! {
    tasks_of_one_process_in_memory
    processes_with_a_file
    processes_with_a_file_and_a_grace_period
    processes_with_postgresql
    processes_with_postgresql_that_is_restarted
}

/// No step takes longer, on whatever machine.
const LIMIT: Duration = Duration::from_secs(120);

/// How often the access token expires in a test that is part of every run.
const EXPIRIES: usize = 30;

/// One run.
struct Setting {
    name: &'static str,
    place: Place,
    processes: usize,
    tasks: usize,
    graced: bool,
    expiries: usize,
    kills: usize,
    /// How often PostgreSQL is restarted.
    restarts: usize,
}

impl Setting {
    fn of(name: &'static str, place: Place) -> Self {
        let given = env::var("EXPIRIES").ok().map(|it| it.parse().expect("EXPIRIES is a number"));
        let expiries = given.unwrap_or(EXPIRIES);
        let kills = (expiries / 10).max(3);
        Self { name, place, processes: 4, tasks: 25, graced: false, expiries, kills, restarts: 0 }
    }

    fn is_long(&self) -> bool {
        self.expiries > EXPIRIES
    }
}

fn tasks_of_one_process_in_memory() {
    let setting = Setting::of("memory", Place::Memory);
    let setting = Setting { processes: 1, tasks: 100, kills: 0, ..setting };
    run(&setting, None);
}

fn processes_with_a_file() {
    let folder = tempfile::tempdir().unwrap();
    run(&Setting::of("file", Place::File(folder.path().join("tokens.json"))), None);
}

fn processes_with_a_file_and_a_grace_period() {
    let folder = tempfile::tempdir().unwrap();
    let setting = Setting::of("file, grace period", Place::File(folder.path().join("tokens.json")));
    run(&Setting { graced: true, ..setting }, None);
}

fn processes_with_postgresql() {
    let setting = of_postgresql("PostgreSQL", Cluster::shared());
    run(&setting, None);
}

fn processes_with_postgresql_that_is_restarted() {
    let mut cluster = Cluster::start();
    let setting = of_postgresql("PostgreSQL, restarted", &cluster);
    let restarts = if setting.is_long() { 6 } else { 2 };
    run(&Setting { restarts, ..setting }, Some(&mut cluster));
}

fn of_postgresql(name: &'static str, cluster: &Cluster) -> Setting {
    let socket = cluster.socket().to_owned();
    let setting = Setting::of(name, Place::Memory);
    // Whoever comes after a process that was killed waits for its lease, which is the one that the source asks
    // for in the long run.
    let lease = (!setting.is_long()).then_some(Duration::from_secs(4));
    let kills = setting.kills.min(40);
    Setting { place: Place::Postgres { socket, id: name.to_owned(), lease }, kills, ..setting }
}

/// What was counted.
#[derive(Debug, Default)]
struct Counts {
    /// Tokens that tasks got.
    served: u64,
    /// Callers that did not wait for their token.
    dropped: u64,
    /// Failures that a task tried again after, such as while PostgreSQL was away.
    retried: u64,
    /// Requests that the API took.
    called: u64,
    /// How often processes were killed.
    kills: usize,
    /// How many were.
    killed: usize,
    /// How often the refresh token of one of them was in flight.
    inside: usize,
    logins: usize,
}

/// A process, and what it says.
struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    /// Which one of all that were started.
    number: usize,
}

struct Proof<'s> {
    setting: &'s Setting,
    runtime: Runtime,
    server: Server,
    plan: Plan,
    processes: Vec<Process>,
    started: usize,
    sender: Sender<(usize, String)>,
    lines: Receiver<(usize, String)>,
    /// What was said before it was waited for.
    early: Vec<(usize, String)>,
    /// Whether the processes are to be told that a person has to log in.
    is_in_doubt: bool,
    random: Random,
    counts: Counts,
}

fn run(setting: &Setting, mut cluster: Option<&mut Cluster>) {
    let began = Instant::now();
    let mut proof = Proof::start(setting);
    let mut restarts = 0;
    let mut expiries = 0;
    while expiries < setting.expiries || proof.counts.kills < setting.kills {
        assert!(began.elapsed() < LIMIT * 10, "{}: it does not go on", setting.name);
        let pause = Duration::from_millis(100 + proof.random.below(900));
        proof.go_on_for(pause);
        if proof.counts.kills < setting.kills {
            proof.kill();
        }
        expiries = refreshes(&proof.server.record()).len();
        // The restarts are spread over the run.
        if let Some(cluster) = cluster.as_deref_mut()
            && restarts < setting.restarts
            && expiries * (setting.restarts + 1) > setting.expiries * (restarts + 1)
        {
            proof.restart(cluster, restarts % 2 == 1);
            restarts += 1;
        }
    }
    assert_eq!(restarts, setting.restarts);
    proof.end(began);
}

impl<'s> Proof<'s> {
    fn start(setting: &'s Setting) -> Self {
        let habits: &[Habit] = if setting.graced { &[Habit::TakesRefreshTokensTwice] } else { &[] };
        let server = Server::start_as(&[], habits).unwrap();
        let runtime = Runtime::new().unwrap();
        let api = runtime.block_on(api());
        let plan = Plan {
            issuer: server.issuer().to_owned(),
            clock: Clock::Fast,
            place: setting.place.clone(),
            graced: setting.graced,
            work: Work::Tasks { tasks: setting.tasks, api },
        };
        let (sender, lines) = channel();
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
        let mut proof = Self {
            setting,
            runtime,
            server,
            plan,
            processes: Vec::new(),
            started: 0,
            sender,
            lines,
            early: Vec::new(),
            is_in_doubt: false,
            random: Random::of(seed.into()),
            counts: Counts::default(),
        };
        if setting.kills > 0 {
            proof.log_in();
        }
        // About as long as a token lasts, so that many kills are between the request and its answer.
        proof.server.delay("/token", Duration::from_millis(60));
        for _ in 0..setting.processes {
            proof.start_process();
        }
        proof
    }

    /// The user logs in, and the tokens are stored.
    fn log_in(&mut self) {
        self.runtime.block_on(async {
            let http = SafeHttp::new().unwrap();
            let (source, _) = self.plan.source(&http, None).await;
            let flow = client::flow(&self.plan.issuer, self.plan.clock, &http).await;
            source.keep(&client::log_in(&flow, &http).await).await.unwrap();
        });
        self.counts.logins += 1;
    }

    fn start_process(&mut self) {
        let mut child = self.plan.command().spawn().unwrap();
        let (number, sender) = (self.started, self.sender.clone());
        self.started += 1;
        let stdout = child.stdout.take().unwrap();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                // A test that is over reads no more.
                let Ok(line) = line else { return };
                let _ = sender.send((number, line));
            }
        });
        let stdin = child.stdin.take();
        self.processes.push(Process { child, stdin, number });
        self.wait_for("ready", &[number]);
    }

    /// Lets the processes work: none of them may ask for a login.
    fn go_on_for(&self, time: Duration) {
        if let Ok((number, line)) = self.lines.recv_timeout(time) {
            panic!("{}: process {number} says `{line}`", self.setting.name);
        }
    }

    /// Waits until each of these processes has said a line that begins so.
    fn wait_for(&mut self, begins: &str, numbers: &[usize]) -> Vec<String> {
        let mut found: HashMap<usize, String> = HashMap::new();
        let mut early = std::mem::take(&mut self.early).into_iter();
        let end = Instant::now() + LIMIT;
        while found.len() < numbers.len() {
            let left = end.saturating_duration_since(Instant::now());
            let next = early.next().or_else(|| self.lines.recv_timeout(left).ok());
            let Some((number, line)) = next else {
                panic!("{}: `{begins}` of {numbers:?}, not only {found:?}", self.setting.name);
            };
            if line.starts_with(begins) && numbers.contains(&number) {
                found.insert(number, line);
            } else if self.is_in_doubt && line == "doubt InDoubt" {
                self.early.push((number, line));
            } else {
                // Who is to say `doubt` says `first` before.
                assert!(self.is_in_doubt && line == "first InDoubt", "process {number}: `{line}`");
            }
        }
        self.early.extend(early);
        found.into_values().collect()
    }

    /// Kills some of the processes at once, and starts others. Where the refresh token of a killed one was in
    /// flight, all the others say so, and go on after a login.
    fn kill(&mut self) {
        let killed = 1 + self.random.below(self.processes.len() as u64);
        let mut ended = Vec::new();
        for _ in 0..killed {
            let which = self.random.below(self.processes.len() as u64);
            ended.push(self.processes.swap_remove(usize::try_from(which).unwrap()));
        }
        for process in &mut ended {
            process.child.kill().unwrap();
        }
        for process in &mut ended {
            process.child.wait().unwrap();
        }
        self.counts.kills += 1;
        self.counts.killed += ended.len();
        let in_flight = self.in_flight();
        self.counts.inside += usize::from(in_flight.is_some());
        // With a grace period one more request is sent, and no third one.
        self.is_in_doubt = in_flight.is_some_and(|again| again || !self.setting.graced);
        for _ in &ended {
            self.start_process();
        }
        if self.is_in_doubt {
            // Those that start anew are told the same as the others.
            let all = self.numbers();
            self.wait_for("doubt InDoubt", &all);
            self.is_in_doubt = false;
            self.log_in();
            self.tell_all();
        }
    }

    fn numbers(&self) -> Vec<usize> {
        self.processes.iter().map(|process| process.number).collect()
    }

    fn tell_all(&mut self) {
        for process in &mut self.processes {
            process.stdin.as_mut().unwrap().write_all(b"login\n").unwrap();
        }
        let all = self.numbers();
        self.wait_for("well", &all);
    }

    /// Whether a refresh token is in flight that nobody has sent who is alive: they would have the lock.
    fn in_flight(&self) -> Option<bool> {
        self.runtime.block_on(async {
            let store = Store::at(&self.plan.place, None);
            let lock = store.lock(Duration::from_secs(5)).await.unwrap();
            let stored = store.load().await.unwrap().expect("tokens are stored");
            store.unlock(lock).await;
            in_flight(&stored)
        })
    }

    /// Stops PostgreSQL for a while, in the middle of whatever the processes do. Nobody is told to log in.
    fn restart(&mut self, cluster: &mut Cluster, in_order: bool) {
        cluster.stop(in_order);
        let pause = Duration::from_millis(300 + self.random.below(1_500));
        self.go_on_for(pause);
        cluster.go_on();
        let end = Instant::now() + LIMIT;
        let before = refreshes(&self.server.record()).len();
        while refreshes(&self.server.record()).len() < before + 3 || self.in_flight().is_some() {
            assert!(Instant::now() < end, "{}: nothing goes on after a restart", self.setting.name);
            self.go_on_for(Duration::from_millis(100));
        }
    }

    /// Ends the processes in order, and looks at what the server saw.
    fn end(mut self, began: Instant) {
        let all = self.numbers();
        for process in &mut self.processes {
            drop(process.stdin.take());
        }
        for done in self.wait_for("done", &all) {
            let counted: Vec<u64> =
                done.split(' ').skip(1).map(|it| it.parse().expect("a number")).collect();
            let [served, dropped, retried, called] = counted[..] else { panic!("{done}") };
            self.counts.served += served;
            self.counts.dropped += dropped;
            self.counts.retried += retried;
            self.counts.called += called;
        }
        for process in &mut self.processes {
            assert!(process.child.wait().unwrap().success());
        }
        let (counts, setting) = (&self.counts, self.setting);
        let record = self.server.record();
        let refreshes = refreshes(&record);
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for refresh in &refreshes {
            assert_eq!((refresh.status, refresh.revoked), (Some(200), false), "{refresh:?}");
            *uses.entry(refresh.body("refresh_token").expect("it has one")).or_default() += 1;
        }
        let twice = uses.values().filter(|uses| **uses == 2).count();
        let most = uses.values().max().copied().unwrap_or(0);
        println!(
            "{}: {} processes, {} tasks, {:.1} s; {} refreshes with {} tokens, {twice} of them sent twice; \
             {} kills of {} processes, {} in flight; {} logins; {} tokens served by the processes that lived to the \
             end, {} for each refresh of the run; {} callers left; {} calls of the API; {} failures that \
             were tried again; {} restarts of PostgreSQL",
            setting.name,
            setting.processes,
            setting.processes * setting.tasks,
            began.elapsed().as_secs_f64(),
            refreshes.len(),
            uses.len(),
            counts.kills,
            counts.killed,
            counts.inside,
            counts.logins,
            counts.served,
            counts.served / refreshes.len() as u64,
            counts.dropped,
            counts.called,
            counts.retried,
            setting.restarts,
        );
        assert!(refreshes.len() >= setting.expiries);
        assert!(counts.served > 0 && counts.dropped > 0 && counts.called > 0);
        if setting.graced {
            // A second use is that of a kill in flight, which the others may have made good before the test
            // could see it.
            assert!(most <= 2 && twice <= counts.kills, "{twice} tokens were sent twice");
        } else {
            assert_eq!(most, 1, "a refresh token was sent {most} times");
            assert_eq!(counts.logins, if setting.kills > 0 { 1 + counts.inside } else { 0 });
        }
        if setting.is_long() && setting.kills > 0 {
            assert!(0 < counts.inside && counts.inside < counts.kills, "both kinds of kills");
        }
    }
}

/// A test that fails leaves no process behind.
impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The refresh requests that came to the server.
fn refreshes(record: &Record) -> Vec<&oauth_flow_e2e_tests::Request> {
    record.of("/token").filter(|it| it.body("grant_type") == Some("refresh_token")).collect()
}

/// An API that refuses a token before its end now and then.
async fn api() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let calls = Arc::new(AtomicU64::new(0));
    let api = Router::new().route("/", get(answer)).with_state(calls);
    tokio::spawn(async move { axum::serve(listener, api).await });
    url
}

async fn answer(State(calls): State<Arc<AtomicU64>>) -> impl IntoResponse {
    if calls.fetch_add(1, Ordering::Relaxed) % 200 == 199 {
        let challenge = [(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")];
        return (StatusCode::UNAUTHORIZED, challenge).into_response();
    }
    StatusCode::OK.into_response()
}
