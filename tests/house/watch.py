#!/usr/bin/env python3
"""`dragoman watch` against folders and a server of our own: watch.py PROGRAM [CASE…]

Every case has a folder and a host name to itself; they run side by side. --hurry shortens the program's pauses and
time limits, which are checked in proportion. Ends with 'N passed, N failed'.
"""
import concurrent.futures
import gzip
import http.server
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zlib

PROGRAM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else None
SANITIZED = PROGRAM and 'san/' in PROGRAM
CASES = []


def case(function):
    CASES.append(function)
    return function


# ---- the server -----------------------------------------------------------------------------------------------------

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):                                                    # noqa: N802, the base class's name
        site = self.server.sites[self.headers['Host'].split(':')[0]]
        with site.lock:
            site.under_way += 1
            site.most_at_once = max(site.most_at_once, site.under_way)
            site.log.append((time.monotonic(), self.path, dict(self.headers)))
        try:
            answer = site.pages.get(self.path)
            answer = answer(self) if callable(answer) else answer
            if answer is not None:
                self.reply(*answer)
            elif self.path not in site.pages:
                self.reply(404, b'')
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with site.lock:
                site.under_way -= 1

    def reply(self, status, body=b'', **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    sites = {}

    def handle_error(self, request, client_address):                     # who was killed has hung up
        pass


class Site:
    """A host of its own: 127.0.0.N, so that one case's pauses are none of another's."""
    def __init__(self, server, number):
        self.name = f'127.0.0.{number}'
        self.url = f'http://{self.name}:{server.server_address[1]}'
        self.pages, self.log, self.lock = {}, [], threading.Lock()
        self.under_way = self.most_at_once = 0
        server.sites[self.name] = self

    def times(self, path):
        return [at for at, asked, _ in self.log if asked == path]

    def headers(self, path):
        return [headers for _, asked, headers in self.log if asked == path]


def story(n):
    """A report of its own for each number."""
    verbs = ['expelled three diplomats of', 'recalled its ambassador to', 'signed a trade agreement with',
             'imposed sanctions on', 'denied visas to officials of', 'sent food aid to']
    lands = ['Peru', 'Chile', 'Bolivia', 'Ecuador', 'Brazil', 'Uruguay', 'Paraguay', 'Colombia']
    return (f'{lands[n % 8]} {verbs[n % 6]} {lands[(n * 3 + 1) % 8]} on Thursday, case {n} of the year. '
            f'The foreign minister of {lands[(n + 2) % 8]} met her counterpart from {lands[(n + 5) % 8]}.')


def feed_of(numbers, base='', text=story, head=''):
    items = ''.join(f'<item><title>Report {n}</title><guid isPermaLink="false">story-{n}</guid>'
                    f'<link>{base}/story/{n}</link><pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate>'
                    f'<description>{text(n)}</description></item>' for n in numbers)
    return (f'<?xml version="1.0"?><rss version="2.0"><channel><title>Sample Wire</title>{head}{items}'
            '</channel></rss>').encode()


def page_of(n):
    text = ' '.join(f'<p>{story(n + k)} Nothing more was said about it by the officials who were present there.</p>'
                    for k in range(4))
    return (f'<html><head><title>Report {n}</title></head><body><nav>Home News Sport</nav><article><h1>Report {n}</h1>'
            f'{text}</article></body></html>').encode()


# ---- the program ----------------------------------------------------------------------------------------------------

class Place:
    """A case's folder, site and record."""
    def __init__(self, root, site):
        self.root, self.site = root, site
        self.news, self.db = os.path.join(root, 'news'), os.path.join(root, 'record.db')
        self.started = []
        os.mkdir(self.news)

    def command(self, *arguments, db=None):
        return [PROGRAM, 'watch', *arguments, '-o', db or self.db]

    def once(self, *arguments, hurry=20, code=0, db=None):
        run = subprocess.run(self.command(*arguments, '--once', '--hurry', str(hurry), db=db), stderr=subprocess.PIPE,
                             stdin=subprocess.DEVNULL, timeout=50, check=False)
        said = run.stderr.decode()
        assert run.returncode == code, (run.returncode, said)
        return said

    def start(self, *arguments, hurry=20):
        log = open(os.path.join(self.root, 'log'), 'ab')                 # pylint: disable=consider-using-with
        with log:
            self.started.append(subprocess.Popen(self.command(*arguments, '--hurry', str(hurry)), stderr=log,
                                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        return self.started[-1]

    def end(self):
        """A case that failed may have left its program running."""
        for run in self.started:
            if run.poll() is None:
                run.kill()
                run.wait()

    def said(self):
        with open(os.path.join(self.root, 'log'), encoding='utf-8') as f:
            return f.read()

    def ask(self, sql, db=None):
        try:
            connection = sqlite3.connect(f'file:{db or self.db}?mode=ro', uri=True, timeout=20)
        except sqlite3.OperationalError:
            return []
        try:
            return connection.execute(sql).fetchall()
        except sqlite3.OperationalError:                                 # not made yet
            return []
        finally:
            connection.close()

    def ids(self):
        return sorted(row[0] for row in self.ask('SELECT id FROM documents'))

    def put(self, name, text):
        path = os.path.join(self.news, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path


def packed_zeros(megabytes):
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b''.join(packed.compress(bytes(1 << 20)) for _ in range(megabytes)) + packed.flush()


BOMB = packed_zeros(400)                                                 # a thousandth of that


def until(what, seconds=15):
    """Waits for what() to be true; how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if what():
            return time.monotonic() - began
        time.sleep(0.02)
    raise AssertionError('waited in vain')


def stop(run, code=0):
    run.send_signal(signal.SIGTERM)
    assert run.wait(timeout=20) == code


def same(got, wanted):
    assert got == wanted, f'got {got!r}, wanted {wanted!r}'


# ---- folders --------------------------------------------------------------------------------------------------------

@case
def files_that_are_there_and_files_that_come(place):
    place.put('a.txt', story(1))
    place.put('deep/er/b.txt', story(2))
    place.put('.hidden.txt', story(3))
    place.put('half.txt.part', story(4))
    run = place.start(place.news + '/')
    until(lambda: place.ids() == ['a', 'b'])
    place.put('c.txt', story(5))
    until(lambda: place.ids() == ['a', 'b', 'c'])
    os.rename(os.path.join(place.news, 'half.txt.part'), os.path.join(place.news, 'half.txt'))
    place.put('new/folder/d.txt', story(6))
    with gzip.open(os.path.join(place.news, 'e.jsonl.gz'), 'wt') as f:
        for n in (7, 8):
            f.write(json.dumps({'id': f'line-{n}', 'text': story(n)}) + '\n')
    until(lambda: place.ids() == ['a', 'b', 'c', 'd', 'half', 'line-7', 'line-8'])
    place.put('c.txt', story(9))                                         # changed: another report
    until(lambda: place.ids().count('c') == 2)
    os.utime(os.path.join(place.news, 'a.txt'))
    place.put('b2.txt', story(10))
    place.put('deep/er/b.txt', story(2))                                 # written again as it was
    until(lambda: 'b2' in place.ids())
    time.sleep(0.3)
    stop(run)
    same(place.ids(), ['a', 'b', 'b2', 'c', 'c', 'd', 'half', 'line-7', 'line-8'])
    assert 'the same command goes on from here' in place.said()
    place.once(place.news)
    same(len(place.ids()), 9)


@case
def files_come_where_nothing_tells_of_them(place):
    place.put('a.txt', story(1))
    run = place.start(place.news, '--poll')
    until(lambda: place.ids() == ['a'])
    place.put('deep/b.txt', story(2))
    until(lambda: place.ids() == ['a', 'b'])
    place.put('a.txt', story(3))
    os.utime(os.path.join(place.news, 'deep/b.txt'))
    until(lambda: place.ids() == ['a', 'a', 'b'])
    stop(run)


@case
def a_file_under_its_writers_hands_is_not_read(place):
    run = place.start(place.news)
    time.sleep(0.5)
    with open(os.path.join(place.news, 'slow.txt'), 'w', encoding='utf-8') as f:
        f.write(story(1))
        f.flush()
        time.sleep(3)
        same(place.ids(), [])
        f.write('\n\n' + story(2))
    until(lambda: place.ids() == ['slow'])
    time.sleep(0.3)
    stop(run)
    text = place.ask('SELECT text FROM documents')
    same(text, [(story(1) + '\n\n' + story(2),)])


@case
def what_is_coded_is_committed_within_a_second(place):
    run = place.start(place.news)
    time.sleep(0.7)
    for n in range(5):
        place.put(f'{n}.txt', story(n))
        took = until(lambda: len(place.ids()) == n + 1)                  # pylint: disable=cell-var-from-loop
        assert took < 1, took
    stop(run)


@case
def the_record_may_lie_in_the_folder(place):
    place.put('a.txt', story(1))
    db = os.path.join(place.news, 'record.db')
    place.once(place.news, '--rejects', os.path.join(place.news, 'rejects'), db=db)
    said = place.once(place.news, '--rejects', os.path.join(place.news, 'rejects'), db=db)
    assert 'set aside' not in said, said
    same(place.ask('SELECT id FROM documents', db=db), [('a',)])


@case
def wrong_use_is_told(place):
    listed = place.put('feeds.txt', '# ours\n\nftp://news.example/feed\n')
    for arguments, code, words in (([], 2, 'nothing to watch'), (['/nowhere/at/all'], 4, 'cannot open'),
                                   ([listed], 2, ':3: '), ([place.news, '--every', '0'], 2, '--every'),
                                   ([place.put('empty.txt', '# none\n')], 2, 'nothing to watch')):
        said = place.once(*arguments, code=code)
        assert words in said, said
    run = subprocess.run([PROGRAM, 'watch', place.news, '-o', 'events.csv'], capture_output=True, check=False)
    same(run.returncode, 2)


# ---- feeds ----------------------------------------------------------------------------------------------------------

def versions(handler_state):
    """A feed with an ETag of its content: 304 when that is what the asker has."""
    def answer(request):
        body = handler_state['body']
        tag = f'"{zlib.crc32(body):08x}"'
        if request.headers.get('If-None-Match') == tag:
            return 304, b''
        request.reply(200, body, ETag=tag, Last_Modified='Thu, 02 May 2024 10:00:00 GMT', **handler_state.get('more', {}))
        return None
    return answer


@case
def a_feed_is_asked_only_for_what_is_new(place):
    state = {'body': feed_of([1, 2])}
    place.site.pages['/feed'] = versions(state)
    feed = place.site.url + '/feed'
    place.once(feed)
    same(place.ids(), ['story-1', 'story-2'])
    assert 'unchanged' in place.once(feed)                               # another process: the record knows the ETag
    state['body'] = feed_of([2, 3])
    said = place.once(feed)
    assert 'documents: 1' in said and 'known: 1' in said, said
    same(place.ids(), ['story-1', 'story-2', 'story-3'])
    first, second, third = place.site.headers('/feed')
    assert 'If-None-Match' not in first and second['If-None-Match'] and third['If-Modified-Since']
    same(first['User-Agent'], subprocess.run([PROGRAM, '--version'], capture_output=True, check=True)
         .stdout.decode().strip().replace(' ', '/'))
    place.once(feed, '--user-agent', 'mailto:desk@wire.example')
    assert place.site.headers('/feed')[3]['User-Agent'].endswith(' (+mailto:desk@wire.example)')


@case
def a_list_of_feeds_is_fetched_again_and_again(place):
    one, two = {'body': feed_of([1])}, {'body': feed_of([2])}
    place.site.pages.update({'/one': versions(one), '/two': versions(two)})
    listed = os.path.join(place.root, 'feeds.txt')
    with open(listed, 'w', encoding='utf-8') as f:
        f.write(f'# feeds\n{place.site.url}/one   # first\n\n{place.site.url}/two\n{place.site.url}/one\n')
    run = place.start(listed, '--every', '0.3')
    until(lambda: place.ids() == ['story-1', 'story-2'])
    one['body'] = feed_of([1, 3])
    until(lambda: place.ids() == ['story-1', 'story-2', 'story-3'])
    until(lambda: len(place.site.times('/two')) >= 2)
    stop(run)


@case
def one_request_at_a_time_and_a_second_between(place):
    def slow(request):
        time.sleep(0.3)
        return 200, feed_of([len(request.path)])
    for name in ('/a', '/bb', '/ccc'):
        place.site.pages[name] = slow
    place.once(*(place.site.url + name for name in ('/a', '/bb', '/ccc')), hurry=1)
    same(place.site.most_at_once, 1)
    times = sorted(at for at, _, _ in place.site.log)
    gaps = [b - a for a, b in zip(times, times[1:])]
    assert len(gaps) == 2 and min(gaps) >= 0.8, gaps                     # a busy machine notes a request late


@case
def hosts_do_not_wait_for_each_other(place):
    other, answered = Site(SERVER, 200), threading.Event()
    place.site.pages['/feed'] = lambda request: answered.wait(20) and (200, feed_of([1]))
    other.pages['/feed'] = (200, feed_of([2]))
    run = place.start(place.site.url + '/feed', other.url + '/feed', hurry=1)
    until(lambda: place.ids() == ['story-2'])
    answered.set()
    until(lambda: place.ids() == ['story-1', 'story-2'])
    stop(run)


@case
def failures_are_followed_by_longer_and_longer_waits(place):
    answers = iter([(503,), (500,), (502,), (200, feed_of([1]))])
    place.site.pages['/feed'] = lambda request: next(answers, (404,))
    run = place.start(place.site.url + '/feed', '--every', '1000', hurry=120)   # first wait 0.5 s
    until(lambda: place.ids() == ['story-1'])
    stop(run)
    times = place.site.times('/feed')
    gaps = [b - a for a, b in zip(times, times[1:])]
    same(len(gaps), 3)
    for gap, wait in zip(gaps, (0.5, 1, 2)):
        assert gap >= wait * 0.6, gaps                                   # a busy machine notes a request late
    same(place.ask('SELECT failures FROM feeds'), [(0,)])
    assert place.said().count('backing off until') == 3


@case
def retry_after_is_heeded_by_the_next_process_too(place):
    def answer(request):
        request.reply(429, b'', Retry_After='3')
    place.site.pages['/feed'] = answer
    feed = place.site.url + '/feed'
    place.once(feed, hurry=600)                                          # its own first wait would be 0.1 s
    place.once(feed, hurry=600)
    same(len(place.site.times('/feed')), 1)
    place.site.pages['/feed'] = (200, feed_of([1]))
    time.sleep(3.1)
    place.once(feed, hurry=600)
    same(place.ids(), ['story-1'])


@case
def the_keepers_of_a_feed_may_ask_for_a_slower_pace(place):
    place.site.pages['/age'] = lambda request: request.reply(200, feed_of([1]), Cache_Control='public, max-age=7200')
    place.site.pages['/ttl'] = (200, feed_of([2], head='<ttl>60</ttl>'))
    place.site.pages['/both'] = lambda request: request.reply(200, feed_of([3], head='<ttl>1</ttl>'),
                                                              Cache_Control='max-age=10')
    place.once(*(place.site.url + name for name in ('/age', '/ttl', '/both')), '--every', '900')
    waits = [wait - time.time() for wait, in place.ask('SELECT next_fetch FROM feeds ORDER BY url')]
    for wait, wanted in zip(waits, (7200, 900, 3600)):
        assert wanted - 30 < wait <= wanted, waits


@case
def redirects_are_followed_and_lasting_ones_remembered(place):
    site = place.site
    to = lambda status, where: lambda request: request.reply(status, b'', Location=where)     # noqa: E731
    site.pages.update({'/old': to(301, '/newer'), '/newer': to(308, site.url + '/new'), '/new': (200, feed_of([1])),
                       '/for-now': to(302, '/new2'), '/new2': (200, feed_of([2])),
                       '/mixed': to(302, '/old2'), '/old2': to(301, '/new3'), '/new3': (200, feed_of([3]))})
    feeds = [site.url + name for name in ('/old', '/for-now', '/mixed')]
    place.once(*feeds, hurry=100)
    same(place.ids(), ['story-1', 'story-2', 'story-3'])
    place.once(*feeds, hurry=100)
    same([len(site.times(name)) for name in ('/old', '/newer', '/new')], [1, 1, 2])
    same([len(site.times(name)) for name in ('/for-now', '/new2')], [2, 2])
    same([len(site.times(name)) for name in ('/mixed', '/old2', '/new3')], [2, 2, 2])


@case
def redirects_have_an_end_and_keep_to_the_web(place):
    site = place.site
    secret = os.path.join(place.root, 'secret.xml')
    with open(secret, 'wb') as f:
        f.write(feed_of([9]))
    to = lambda where: lambda request: request.reply(302, b'', Location=where)                # noqa: E731
    for n in range(7):
        site.pages[f'/{n}'] = to(f'/{n + 1}')
    site.pages.update({'/5': (200, feed_of([5])), '/16': (200, feed_of([6])), '/loop': to('/loop'),
                       '/file': to('file://' + secret), '/ftp': to('ftp://127.0.0.1/feed'), '/bad': to('http://')})
    for n in range(10, 16):
        site.pages[f'/{n}'] = to(f'/{n + 1}')
    said = place.once(*(site.url + name for name in ('/0', '/10', '/loop', '/file', '/ftp', '/bad')), hurry=200)
    same(place.ids(), ['story-5'])                                       # five redirects; six are too many
    same(len(site.times('/16')), 0)
    same(len(site.times('/loop')), 6)
    same(said.count('too many redirects'), 2)
    same(said.count('redirected to what is no web address'), 3)


@case
def bodies_have_limits(place):
    def zipped(request):
        request.reply(200, gzip.compress(feed_of([1])), Content_Encoding='gzip')

    def bomb(request):
        request.reply(200, BOMB, Content_Encoding='gzip')

    def endless(request):
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b'<item>' * 10000)

    def slow(request):
        request.send_response(200)
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b'<rss>')
            time.sleep(0.1)

    def cut(request):
        body = feed_of([1, 2])
        request.send_response(200)
        request.send_header('Connection', 'close')
        request.end_headers()
        request.wfile.write(body[:len(body) - 40])
        request.close_connection = True
    site = place.site
    site.pages.update({'/zip': zipped, '/bomb': bomb, '/endless': endless, '/slow': slow, '/cut': cut})
    began = time.monotonic()
    said = place.once(*(site.url + name for name in ('/zip', '/bomb', '/endless', '/slow', '/cut')), '--stats', hurry=20)
    assert time.monotonic() - began < 20
    same(place.ids(), ['story-1'])
    assert 'gzip' in site.headers('/zip')[0]['Accept-Encoding']
    for name, why in (('/bomb', 'too large'), ('/endless', 'too large'), ('/slow', 'timed out'), ('/cut', 'cut off')):
        line = next(line for line in said.splitlines() if f"{name}'" in line)
        assert why in line, said
    same(place.ask('SELECT count(*) FROM feeds WHERE etag IS NOT NULL'), [(0,)])
    peak = json.loads(next(line for line in said.splitlines() if line.startswith('{')))['peak_kib']
    assert SANITIZED or peak < 200 << 10, peak      # it would be larger, were it unpacked


@case
def what_is_no_feed_is_told(place):
    place.site.pages.update({'/page': (200, page_of(1)), '/empty': (200, b''),
                             '/none': (200, feed_of([])), '/bad': (200, b'<rss><channel><item><title>x</item></rss>')})
    said = place.once(*(place.site.url + name for name in ('/page', '/empty', '/none', '/bad', '/gone')), code=3)
    same(place.ids(), [])
    assert "/gone': HTTP status 404; backing off" in said, said
    assert "fetched '" + place.site.url + "/none'; documents: 0" in said, said


# ---- pages ----------------------------------------------------------------------------------------------------------

@case
def pages_are_fetched_where_the_feed_says_little(place):
    site = place.site
    long = ' '.join(story(n) for n in range(20))
    text = lambda n: long if n == 9 else '' if n == 4 else story(n)[:40]                      # noqa: E731
    site.pages.update({
        '/feed': versions({'body': feed_of([1, 2, 3, 4, 9], site.url, text)}),
        '/robots.txt': (200, b'User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /story/2\nAllow: /\n'),
        '/story/1': (200, page_of(1)), '/story/2': (200, page_of(2)), '/story/3': (404,), '/story/4': (200, page_of(4)),
        '/story/9': (200, page_of(9))})
    said = place.once(site.url + '/feed', '--pages', hurry=200)
    same([len(site.times(path)) for path in ('/robots.txt', '/story/1', '/story/2', '/story/3', '/story/9')],
         [1, 1, 0, 1, 0])
    texts = dict(place.ask('SELECT id, text FROM documents'))
    same(sorted(texts), ['story-1', 'story-2', 'story-3', 'story-4', 'story-9'])
    assert story(2) in texts['story-1'] and 'Sport' not in texts['story-1']
    same(texts['story-2'], story(2)[:40].strip())                        # the feed's own words
    assert story(5) in texts['story-4'] and texts['story-9'] == long
    assert 'forbidden by robots.txt' in said and 'HTTP status 404' in said, said
    same(place.ask("SELECT date, title, url FROM documents WHERE id = 'story-1'"),
         [('2024-05-02', 'Report 1', site.url + '/story/1')])
    place.once(site.url + '/feed', '--pages', hurry=200)
    site.pages['/feed'] = (200, feed_of([1, 2, 3, 4, 9, 10], site.url, text))
    site.pages['/story/10'] = (200, page_of(10))
    place.once(site.url + '/feed', '--pages', hurry=200)
    same([len(site.times(f'/story/{n}')) for n in (1, 3, 4, 10)], [1, 1, 1, 1])
    same(len(place.ids()), 6)


@case
def a_page_that_fails_is_tried_again(place):
    site = place.site
    answers = iter([(503,), (200, page_of(1))])
    site.pages.update({'/feed': (200, feed_of([1, 2], text=lambda n: story(n)[:40])),
                       '/story/1': lambda request: next(answers), '/story/2': (500,)})
    place.once(site.url + '/feed', '--pages', hurry=600)
    texts = dict(place.ask('SELECT id, text FROM documents'))
    assert story(2) in texts['story-1'] and texts['story-2'] == story(2)[:40].strip(), texts
    same(len(site.times('/story/2')), 3)


@case
def pages_wait_for_robots_and_keep_to_their_pace(place):
    site = place.site
    site.pages.update({'/feed': (200, feed_of(range(4), text=lambda n: story(n)[:40])),
                       '/robots.txt': (200, b'User-agent: Dragoman\nCrawl-delay: 0.4\n')})
    site.pages.update({f'/story/{n}': (200, page_of(n)) for n in range(4)})
    place.once(site.url + '/feed', '--pages', '--pages-per-minute', '600', hurry=50)
    times = sorted(at for at, path, _ in site.log if path.startswith('/story'))
    gaps = [b - a for a, b in zip(times, times[1:])]
    assert len(gaps) == 3 and min(gaps) >= 0.25, gaps
    assert site.times('/robots.txt')[0] < times[0]
    slow = Site(SERVER, 201)
    slow.pages.update(site.pages)
    slow.pages['/robots.txt'] = (404,)
    place.once(slow.url + '/feed', '--pages', '--pages-per-minute', '6', hurry=20, db=place.db + '2.db')
    times = sorted(at for at, path, _ in slow.log if path.startswith('/story'))
    gaps = [b - a for a, b in zip(times, times[1:])]
    assert len(gaps) == 3 and min(gaps) >= 0.3, gaps                     # six a minute, twenty times faster: 0.5


@case
def robots_out_of_reach_forbid(place):
    site = place.site
    site.pages.update({'/feed': (200, feed_of([1], text=lambda n: story(n)[:40])), '/robots.txt': (500,),
                       '/story/1': (200, page_of(1))})
    said = place.once(site.url + '/feed', '--pages', hurry=600)
    same(len(site.times('/story/1')), 0)
    assert 'robots.txt is out of reach' in said and place.ids() == ['story-1'], said


# ---- killed ---------------------------------------------------------------------------------------------------------

CONTENT = ("SELECT d.id, d.text, d.date, d.events, group_concat(e.event_id || e.cameo) FROM documents d LEFT JOIN"
           " (SELECT * FROM events ORDER BY event) e ON e.doc = d.doc GROUP BY d.doc ORDER BY d.id, d.text")


def content_of(place, db):
    tables = ('sentences', 'mentions', 'quotes')
    counts = [place.ask(f'SELECT count(*) FROM {table}', db=db)[0][0] for table in tables]
    return place.ask(CONTENT, db=db), place.ask('SELECT * FROM months ORDER BY 1, 2, 3, 4, 5', db=db), counts


def long_story(n):
    """Takes long enough to code that a kill often finds a feed's items half done."""
    return ' '.join(story(n + k) for k in range(0, 240, 8))


def killed_at_random(place, *more, kills, text=long_story, pages=False):
    """Files and items arrive while the program is killed and started again; the record must be that of a quiet run."""
    dice, site = random.Random(len(more)), place.site
    if SANITIZED:                                                        # five times slower
        kills, text = kills // 3, story if text is long_story else text
    state = {'body': feed_of(range(3), text=text)}
    site.pages['/feed'] = versions(state)
    site.pages.update({f'/story/{n}': (200, page_of(n)) for n in range(400)})
    feed, sources = site.url + '/feed', (place.news, site.url + '/feed')
    place.once(place.news, db=place.db + '.empty.db')
    began = time.monotonic()
    place.once(place.news, db=place.db + '.empty.db')
    start_up = time.monotonic() - began
    for n in range(kills):
        state['body'] = feed_of(range(n // 3 * 2, 3 + n), text=text)     # old ones drop out some time later
        place.put(f'report-{n}.txt', story(1000 + n))
        place.put(f'lines-{n}.jsonl', ''.join(json.dumps({'id': f'{n}/{k}', 'text': story(2000 + 10 * n + k)}) + '\n'
                                              for k in range(10)))
        run = place.start(*sources, '--every', '0.05', *more, hurry=300)
        time.sleep(dice.uniform(0.2, 2.5) * start_up)
        run.kill()
        run.wait()
        if pages or n % 3 == 2:                                          # what drops out was to be had before
            place.once(feed, *more, hurry=300)
    place.once(*sources, *more, hurry=300)
    quiet = os.path.join(place.root, 'quiet.db')
    state['body'] = feed_of(range(3 + kills - 1), text=text)
    place.once(*sources, *more, hurry=300, db=quiet)
    documents, months, counts = content_of(place, place.db)
    same(len(documents), kills * 11 + 3 + kills - 1)
    assert (documents, months, counts) == content_of(place, quiet), 'the record differs from that of a quiet run'
    assert len(site.times('/feed')) > kills / 2                          # most got that far


@case
def an_etag_is_kept_only_once_its_items_are_in(place):
    site = place.site
    site.pages['/feed'] = versions({'body': feed_of(range(30), text=long_story)})
    halfway = 0
    for n in range(12):
        place.db = os.path.join(place.root, f'{n}.db')
        run = place.start(site.url + '/feed')
        until(lambda: len(site.times('/feed')) > n)                      # pylint: disable=cell-var-from-loop
        time.sleep(0.03 * n)
        run.kill()
        run.wait()
        kept, coded = place.ask('SELECT 1 FROM feeds WHERE etag IS NOT NULL'), len(place.ids())
        assert not kept or coded == 30, coded
        halfway += not kept
    assert halfway > 3, halfway                                          # else no kill came in between
    place.once(site.url + '/feed')
    same(len(place.ids()), 30)


@case
def killed_at_any_moment_nothing_is_lost_or_twice(place):
    killed_at_random(place, kills=40)


@case
def killed_with_several_threads(place):
    killed_at_random(place, '--jobs', '3', kills=20)


@case
def killed_while_pages_are_fetched(place):
    killed_at_random(place, '--pages', '--pages-per-minute', '3000', kills=12, text=lambda n: story(n)[:40], pages=True)


@case
def an_interrupt_ends_it_at_once_and_in_order(place):
    hanging = threading.Event()
    place.site.pages['/feed'] = lambda request: hanging.wait(10) and (200, feed_of([1]))
    place.put('a.txt', story(1))
    run = place.start(place.news, place.site.url + '/feed', hurry=1)
    until(lambda: place.ids() == ['a'] and place.site.times('/feed'))
    began = time.monotonic()
    stop(run)
    hanging.set()
    assert time.monotonic() - began < 2
    assert place.ask('SELECT ended IS NOT NULL FROM runs') == [(1,)]
    assert not place.ask('SELECT * FROM feeds')                          # it did not answer: nothing is known of it


# ---- all ------------------------------------------------------------------------------------------------------------

def run_case(function, number):
    with tempfile.TemporaryDirectory(prefix='dragoman-watch-') as root:
        place = Place(root, Site(SERVER, number))
        began = time.monotonic()
        try:
            function(place)
            return True, f'{time.monotonic() - began:5.1f} s  {function.__name__}'
        except Exception:                                                # pylint: disable=broad-exception-caught
            said = place.said() if os.path.exists(os.path.join(root, 'log')) else ''
            return False, f'FAILED   {function.__name__}\n{traceback.format_exc()}{said[-3000:]}'
        finally:
            place.end()


def main():
    global SERVER                                                        # pylint: disable=global-statement
    if not PROGRAM:
        print(__doc__, file=sys.stderr)
        return 2
    SERVER = Server(('0.0.0.0', 0), Handler)
    threading.Thread(target=SERVER.serve_forever, daemon=True).start()
    wanted = [c for c in CASES if len(sys.argv) == 2 or c.__name__ in sys.argv[2:]]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run_case, reversed(wanted), range(2, 2 + len(wanted))))
    for passed, line in results:
        print(line, file=sys.stdout if passed else sys.stderr)
    failed = sum(not passed for passed, _ in results)
    print(f'{len(results) - failed} passed, {failed} failed', flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
