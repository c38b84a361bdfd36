//! The same in an asynchronous program: every request that a flow sends, through `SafeHttp`.

use std::future::{Future, ready};
use std::time::Duration;

use oauth_flow::flow::{
    AnswerError, ClientFields, ExchangeError, Flow, Poll, RequestError, SafeHttp, SafeHttpError,
    SafeHttpOptions, ServerMetadata,
};
use oauth_flow_e2e_tests::{Server, tests};

use crate::clients::{Device, M2m, Spa, WebPar, WebPost};
use crate::{WEB, answer};

flows! {
    a_login_and_its_whole_life
    a_pushed_login
    a_device_that_waits
    a_machine
}

tests! {
    a_redirect_is_not_followed
    an_answer_that_takes_too_long_is_a_timeout
    an_answer_of_a_hundred_megabytes_is_not_read_to_its_end
    the_futures_of_a_flow_can_be_sent_to_another_thread
}

pub(crate) fn run(future: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future);
}

async fn flow<C>(server: &Server, client: &C, http: &SafeHttp) -> Flow<C>
where
    C: ClientFields<Unsupported = ()>,
{
    let metadata = ServerMetadata::fetch_async(server.issuer(), http).await.unwrap();
    Flow::builder().config(client).server(&metadata).build().unwrap()
}

fn a_login_and_its_whole_life(server: &Server) {
    run(async {
        let http = SafeHttp::new().unwrap();
        let flow = flow(server, &WebPost::of(server), &http).await;
        let (url, pending) = flow.authorize().begin().unwrap();
        let request = flow.complete(pending, &answer(&url, WEB)).unwrap();
        let first = request.request_async(&http).await.unwrap();
        let refresh = flow.refresh(first.refresh_token().unwrap().clone());
        let second = refresh.request_async(&http).await.unwrap();
        let token = second.refresh_token().unwrap();
        flow.revoke(token.clone()).request_async(&http).await.unwrap();
        let refused = flow.refresh(token.clone()).request_async(&http).await;
        crate::assert_refused(refused, 400, "invalid_grant");
    });
}

fn a_pushed_login(server: &Server) {
    run(async {
        let http = SafeHttp::new().unwrap();
        let flow = flow(server, &WebPar::of(server), &http).await;
        let (url, pending) = flow.authorize().push_async(&http).await.unwrap();
        let request = flow.complete(pending, &answer(&url, WEB)).unwrap();
        assert!(request.request_async(&http).await.unwrap().id_token().is_some());
    });
}

fn a_device_that_waits(server: &Server) {
    run(async {
        let http = SafeHttp::new().unwrap();
        let flow = flow(server, &Device, &http).await;
        let mut login = flow.device().start_async(&http).await.unwrap();
        let answer = login.poll_async(&http).await.unwrap();
        assert!(matches!(answer, Poll::Pending(_)), "{answer:?}");
        server.approve_device(login.user_code());
        let mut sleeps = Vec::new();
        let tokens = login.wait_async(&http, |time| {
            sleeps.push(time.as_secs());
            ready(())
        });
        assert!(tokens.await.unwrap().refresh_token().is_some());
        assert_eq!(sleeps, [5]);
    });
}

fn a_machine(server: &Server) {
    run(async {
        let http = SafeHttp::new().unwrap();
        let client = M2m::at(server, "m2m-basic", server.endpoint("/token"));
        let flow = Flow::new(&client).unwrap();
        flow.client_credentials().request_async(&http).await.unwrap();
    });
}

fn a_redirect_is_not_followed() {
    let server = crate::server();
    run(async {
        let http = SafeHttp::new().unwrap();
        let client = M2m::at(server, "m2m-basic", server.hostile("redirect?status=308"));
        let request = Flow::new(&client).unwrap();
        let error = request.client_credentials().request_async(&http).await.unwrap_err();
        let RequestError::Exchange(ExchangeError::Answer(error)) = error else {
            panic!("not refused, but {error:?}")
        };
        assert_eq!(error, AnswerError::Redirected { status: 308 });
    });
}

fn an_answer_that_takes_too_long_is_a_timeout() {
    let server = crate::server();
    run(async {
        let options = SafeHttpOptions::new().timeout(Duration::from_millis(200));
        let hasty = SafeHttp::with_options(&options).unwrap();
        let client = M2m::at(server, "m2m-basic", server.hostile("slow"));
        let flow = Flow::new(&client).unwrap();
        let error = flow.client_credentials().request_async(&hasty).await.unwrap_err();
        assert!(
            matches!(error, RequestError::Exchange(ExchangeError::Http(SafeHttpError::Timeout))),
            "{error:?}"
        );
    });
}

fn an_answer_of_a_hundred_megabytes_is_not_read_to_its_end() {
    let server = crate::server();
    run(async {
        let http = SafeHttp::new().unwrap();
        let client = M2m::at(server, "m2m-basic", server.hostile("huge"));
        let flow = Flow::new(&client).unwrap();
        let error = flow.client_credentials().request_async(&http).await.unwrap_err();
        let too_large = matches!(
            error,
            RequestError::Exchange(ExchangeError::Http(SafeHttpError::BodyTooLarge { .. }))
        );
        assert!(too_large, "{error:?}");
    });
}

/// A web framework spawns its handlers, and moves them between threads.
fn the_futures_of_a_flow_can_be_sent_to_another_thread() {
    fn sent<T: Send>(it: T) -> T {
        it
    }
    let server = crate::server();
    run(async {
        let http = SafeHttp::new().unwrap();
        let spa = sent(flow(server, &Spa, &http)).await;
        let (url, pending) = spa.authorize().begin().unwrap();
        let request = spa.complete(sent(pending), &answer(&url, crate::SPA)).unwrap();
        let tokens = sent(request.request_async(&http)).await.unwrap();
        let token = sent(tokens).take_refresh_token().unwrap();
        sent(spa.revoke(token).request_async(&http)).await.unwrap();
        let flow = sent(flow(server, &Device, &http)).await;
        let mut login = sent(flow.device().start_async(&http)).await.unwrap();
        let answer = sent(login.poll_async(&http)).await.unwrap();
        assert!(matches!(answer, Poll::Pending(_)), "{answer:?}");
        server.approve_device(login.user_code());
        sent(login.wait_async(&http, |_| ready(()))).await.unwrap();
    });
}
