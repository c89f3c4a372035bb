//! Pages that break a rule, so that its check is seen to refuse.
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

/// Serves this page at every address, for as long as the run lasts; answers with its address.
pub fn bad_page(html: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let html = html.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming() {
            // A browser also opens connections that it never uses.
            let html = html.clone();
            thread::spawn(move || {
                let mut stream = stream.unwrap();
                let head =
                    BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty()).count();
                let kind = "Content-Type: text/html; charset=utf-8\r\nContent-Security-Policy: script-src 'none'";
                let length = html.len();
                let _ = (head > 0).then(|| {
                    write!(
                        stream,
                        "HTTP/1.1 200 OK\r\n{kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{html}"
                    )
                });
            });
        }
    });
    address
}
