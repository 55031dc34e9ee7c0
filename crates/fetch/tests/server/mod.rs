//! A web server on loopback for tests. It answers each path with what a test has laid down for it, in order, the last one
//! over and over, and remembers what it was asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// An answer. The body is sent with its length unless said otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// Bytes that the header promises and nobody sends.
    missing: usize,
    /// Whether the connection stays open, silent, until the client gives up.
    hangs: bool,
}

impl Answer {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, body: body.into(), ..Self::default() }
    }

    pub(crate) fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body).with("Content-Type", "text/html; charset=utf-8")
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn cut_off(mut self, missing: usize) -> Self {
        self.missing = missing;
        self
    }

    pub(crate) fn hanging(mut self) -> Self {
        self.missing = 1000;
        self.hangs = true;
        self
    }

    fn send(&self, to: &mut TcpStream) -> std::io::Result<()> {
        let mut head = format!("HTTP/1.1 {} Test\r\nConnection: close\r\n", self.status);
        head += &format!("Content-Length: {}\r\n", self.body.len() + self.missing);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        to.write_all(head.as_bytes())?;
        to.write_all(b"\r\n")?;
        to.write_all(&self.body)?;
        to.flush()?;
        if self.hangs {
            // Ends when the client goes away.
            let _ = to.read(&mut [0]);
        }
        Ok(())
    }
}

/// A request as it came: its path with the query, and its headers with names in small letters.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
}

type Routes = Arc<Mutex<HashMap<String, Vec<Answer>>>>;

pub(crate) struct Server {
    address: SocketAddr,
    routes: Routes,
    asked: Arc<Mutex<Vec<Asked>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a port");
        let address = listener.local_addr().expect("it is bound");
        let (routes, asked, is_over) = (Routes::default(), Arc::default(), Arc::new(AtomicBool::new(false)));
        let thread = thread::spawn({
            let (routes, asked, is_over) = (Arc::clone(&routes), Arc::clone(&asked), Arc::clone(&is_over));
            move || {
                for stream in listener.incoming().flatten() {
                    if is_over.load(Ordering::SeqCst) {
                        return;
                    }
                    let (routes, asked) = (Arc::clone(&routes), Arc::clone(&asked));
                    // A client that goes away is nothing to a server.
                    thread::spawn(move || serve(stream, &routes, &asked).ok());
                }
            }
        });
        Self { address, routes, asked, is_over, thread: Some(thread) }
    }

    /// Lays down answers for a path, in place of those there were.
    pub(crate) fn answers(&self, path: &str, answers: &[Answer]) {
        self.routes.lock().expect("no test fails here").insert(path.to_owned(), answers.to_vec());
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The paths asked for, in order, robots.txt left out.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|a| a.path).filter(|p| p != "/robots.txt").collect()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test fails here").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for somebody to come.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(mut stream: TcpStream, routes: &Routes, asked: &Mutex<Vec<Asked>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    asked.lock().expect("no test fails here").push(Asked { path: path.clone(), headers });
    let answer = {
        let mut routes = routes.lock().expect("no test fails here");
        match routes.get_mut(&path) {
            Some(answers) if answers.len() > 1 => answers.remove(0),
            Some(answers) => answers[0].clone(),
            None => Answer::new(404, "nothing here"),
        }
    };
    answer.send(&mut stream)
}
