"""The cache: what is encoded when, under which names, and what a bad day does to it."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import picture_maker as make
import pytest

from sphinx_confrecap.images import manifest as manifests
from sphinx_confrecap.images import naming, worker
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.recipes import Original, Recipe, Responsive, Single, Trimmed
from sphinx_confrecap.images.store import Rendition, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

RECIPE = Responsive((40, 80), ("webp", "jpeg"))
DAY = 86_400


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[worker.Job]:
    """The jobs that were encoded, one after another."""
    done: list[worker.Job] = []
    original = worker.work

    def noted(job: worker.Job) -> list[manifests.Made] | PictureError:
        done.append(job)
        return original(job)

    monkeypatch.setattr(worker, "work", noted)
    return done


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose bytes were hashed."""
    done: list[str] = []
    original = worker.sha256

    def noted(source: str) -> str | PictureError:
        done.append(source)
        return original(source)

    monkeypatch.setattr(worker, "sha256", noted)
    return done


def save(path: Path, data: bytes, *, age: float = 100) -> Path:
    """Write a picture that seems to be some seconds old; the cache trusts no fresh times."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    then = time.time() - age
    os.utime(path, (then, then))
    return path


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let fresh files count as settled, so that no test has to wait for its files to age."""
    monkeypatch.setattr("sphinx_confrecap.images.store.SETTLED", 0)


def done(store: Store, path: Path, recipe: Recipe = RECIPE) -> tuple[Rendition, ...]:
    """Render one request that has to succeed."""
    result = store.render([(path, recipe)])[path, recipe]
    assert not isinstance(result, PictureError), result
    return result


def refused(store: Store, path: Path, recipe: Recipe = RECIPE) -> str:
    """Render one request that has to fail, and return why."""
    result = store.render([(path, recipe)])[path, recipe]
    assert isinstance(result, PictureError), result
    return str(result)


def contents(folder: Path) -> dict[str, bytes]:
    """Return name → bytes of the pictures in a cache folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*-*-*.*"))}


def test_renditions(tmp_path: Path) -> None:
    """A rendition says where it is, how it is to be called, its size and its type."""
    store = Store(tmp_path / "cache")
    found = done(store, save(tmp_path / "Main Stage.jpg", make.encoded(make.photo())))
    assert [(one.width, one.height, one.mime) for one in found] == [
        (40, 30, "image/webp"),
        (80, 60, "image/webp"),
        (40, 30, "image/jpeg"),
        (80, 60, "image/jpeg"),
    ]
    for one in found:
        assert one.path == tmp_path / "cache" / one.name
        assert one.path.is_file()
        stem, key, rest = one.name.rsplit("-", 2)
        assert (stem, rest) == ("main-stage", f"{one.width}.{one.path.suffix[1:]}")
        assert len(key) == 10
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 (what was just written)
    assert not list((tmp_path / "cache").glob(f"{worker.TEMPORARY}*"))


def test_encoded_once(tmp_path: Path, work: list[worker.Job], read: list[str]) -> None:
    """A second build neither reads nor encodes what is unchanged, and gives the same answer."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    first = done(Store(tmp_path / "cache"), path)
    assert (len(work), len(read)) == (1, 1)
    assert done(Store(tmp_path / "cache"), path) == first
    assert (len(work), len(read)) == (1, 1)


def test_equal_contents(tmp_path: Path, work: list[worker.Job]) -> None:
    """Copies of a picture under any name are encoded once, in one build or in two."""
    data = make.encoded(make.photo())
    paths = [save(tmp_path / folder / "a.jpg", data) for folder in ("x", "y")]
    paths.append(save(tmp_path / "b.jpg", data))
    store = Store(tmp_path / "cache")
    found = store.render([(path, RECIPE) for path in paths])
    assert len(work) == 1
    assert found[paths[0], RECIPE] == found[paths[1], RECIPE]
    late = done(Store(tmp_path / "cache"), save(tmp_path / "renamed.jpg", data))
    assert len(work) == 1
    assert late[0].name.startswith("renamed-")
    assert late[0].path.read_bytes() == done(store, paths[2])[0].path.read_bytes()


@pytest.mark.parametrize("age", [100, 10_000_000])
def test_replaced_picture(tmp_path: Path, work: list[worker.Job], age: float) -> None:
    """A replaced picture changes its own files and no others, also if it is an older one."""
    paths = [
        save(tmp_path / name, make.encoded(make.photo(90, height)), age=1000)
        for name, height in (("a.jpg", 60), ("b.jpg", 70))
    ]
    store = Store(tmp_path / "cache")
    before = store.render([(path, RECIPE) for path in paths])
    save(paths[0], make.encoded(make.photo(90, 80)), age=age)
    after = Store(tmp_path / "cache").render([(path, RECIPE) for path in paths])
    assert before[paths[0], RECIPE] != after[paths[0], RECIPE]
    assert before[paths[1], RECIPE] == after[paths[1], RECIPE]
    assert len(work) == 3


def test_replaced_with_the_same_size_and_time(tmp_path: Path) -> None:
    """A copy that keeps size and time of modification is noticed all the same."""
    one, other = make.encoded(make.photo(90, 60)), make.encoded(make.photo(60, 90))
    size = max(len(one), len(other))
    path = save(tmp_path / "a.jpg", one.ljust(size, b"\0"))
    before = done(Store(tmp_path / "cache"), path)
    status = path.stat()
    path.write_bytes(other.ljust(size, b"\0"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert done(Store(tmp_path / "cache"), path) != before


def test_fresh_files_are_not_trusted(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of this very moment is read again: it may change within the same time stamp."""
    monkeypatch.setattr("sphinx_confrecap.images.store.SETTLED", 2_000_000_000)
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    for _ in range(2):
        done(Store(tmp_path / "cache"), path)
    assert len(read) == 2


def test_recipes_make_names(tmp_path: Path) -> None:
    """Another recipe, quality, credit or licence is another name; equal ones are the same."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    recipes: list[Recipe] = [
        RECIPE,
        Responsive((40, 80), ("webp", "jpeg"), (("jpeg", 70),)),
        Responsive((40, 80), ("webp", "jpeg"), credit="Jane"),
        Responsive((40, 80), ("webp", "jpeg"), license="Jane"),
        Single(80),
        Single(80, max_bytes=9_999),
        Original(),
        Original("Jane"),
        Trimmed((0, 0, 100, 75), 80, 60),
        Trimmed((0, 0, 100, 75.5), 80, 60),
    ]
    store = Store(tmp_path / "cache")
    found = store.render([(path, recipe) for recipe in recipes])
    assert len({result[0].name for result in found.values() if isinstance(result, tuple)}) == 10


def test_versions_make_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new pipeline or a new major of an encoder is a new name; a patch release is none."""
    key = naming.key("digest", RECIPE)
    naming._canonical.cache_clear()
    assert naming.key("digest", RECIPE) == key
    for name, value in (
        ("PIPELINE_VERSION", 99),
        ("encoders", lambda _: ("pillow 99",)),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(naming, name, value)
            naming._canonical.cache_clear()
            assert naming.key("digest", RECIPE) != key
    naming._canonical.cache_clear()
    versions = naming.encoders(("avif", "webp"))
    assert all(version.split()[1].isdigit() for version in versions)


@pytest.mark.parametrize(
    ("stem", "slug"),
    [
        ('Main stage (1) #2 100% "it\'s"', "main-stage-1-2-100-it-s"),
        ("🎉🎉", "picture"),
        ("会場", "picture"),
        ("été", "ete"),
        (unicodedata.normalize("NFD", "été"), "ete"),
        ("x" * 200, "x" * 60),
        ("a" * 59 + " b", "a" * 59),
        ("../../etc", "etc"),
        ("\udcff", "picture"),
    ],
)
def test_slugs(stem: str, slug: str) -> None:
    """Names of any kind become short names in lower-case ASCII."""
    assert naming.slug(stem) == slug
    assert naming.key_of(naming.file_name(slug, "0123456789", 80, "jpg")) == "0123456789"


@pytest.mark.parametrize(
    "names",
    [
        ("a b#1%20'\".jpg", "a b.jpg"),
        ("🎉.jpg", "会場.jpg"),
        (unicodedata.normalize("NFC", "é.jpg"), unicodedata.normalize("NFD", "é.jpg")),
        ("x" * 200 + ".jpg", "x" * 199 + ".jpg"),
        ("Photo.jpg", "photo.jpg"),
        (os.fsdecode(b"\xff.jpg"), "b.jpg"),
    ],
)
def test_awkward_names(tmp_path: Path, names: tuple[str, str]) -> None:
    """Pictures with awkward or similar names are published side by side, now and later."""
    paths = [
        save(tmp_path / "src" / name, make.encoded(make.photo(90, 60 + number)))
        for number, name in enumerate(names)
    ]
    for _ in range(2):
        found = Store(tmp_path / "cache").render([(path, RECIPE) for path in paths])
        published = [one.name for result in found.values() for one in result]  # type: ignore[union-attr] # a failure fails here
        assert len(published) == len({name.lower() for name in published}) == 8
        assert all(name.isascii() and len(name) < 100 for name in published)


def test_failures_keep_to_themselves(tmp_path: Path) -> None:
    """Bad pictures are told apart, each with its reason; their neighbours are made."""
    data = make.encoded(make.photo())
    good = save(tmp_path / "good.jpg", data)
    save(tmp_path / "cut.jpg", data[:-300])
    save(tmp_path / "empty.jpg", b"")
    save(tmp_path / "text.jpg", b"this is no picture at all")
    (tmp_path / "folder.jpg").mkdir()
    said = {
        "cut.jpg": "is truncated",
        "empty.jpg": "is empty",
        "text.jpg": "is not a picture (JPEG, PNG, GIF, WebP, AVIF or SVG)",
        "folder.jpg": "is a folder",
        "none.jpg": "does not exist",
    }
    requests = [(tmp_path / name, RECIPE) for name in said]
    found = Store(tmp_path / "cache").render([requests[0], (good, RECIPE), *requests[1:]])
    assert len(found.pop((good, RECIPE))) == 4  # type: ignore[arg-type] # a failure fails here
    assert {path.name: str(result) for (path, _), result in found.items()} == said
    assert len(contents(tmp_path / "cache")) == 4


class Here:
    """The least that is shaped like an executor."""

    def submit(self, function: Callable[..., object], /, *arguments: object) -> Future[object]:
        """Do the work at once, after a way through pickle."""
        future: Future[object] = Future()
        future.set_result(pickle.loads(pickle.dumps(function))(*arguments))  # noqa: S301
        return future


@pytest.mark.parametrize("kind", ["none", "threads", "processes", "shape"])
def test_executors(tmp_path: Path, kind: str) -> None:
    """Threads, processes and anything of their shape make the same files, with progress."""
    paths = [
        save(tmp_path / f"{number}.jpg", make.encoded(make.photo(90, 60 + number)))
        for number in range(4)
    ]
    save(tmp_path / "3.jpg", b"no picture, but long enough")
    told: list[tuple[str, int]] = []

    def progress(names: Iterable[str], total: int) -> Iterable[str]:
        for name in names:
            told.append((name, total))
            yield name

    pools: dict[str, Callable[[], Any]] = {
        "threads": lambda: ThreadPoolExecutor(2),
        "processes": lambda: ProcessPoolExecutor(2),
    }
    requests = [(path, RECIPE) for path in paths]
    store = Store(tmp_path / "cache")
    if kind in pools:
        with pools[kind]() as executor:
            found = store.render(requests, executor=executor, progress=progress)
    else:
        found = store.render(
            requests,
            executor=Here() if kind == "shape" else None,  # type: ignore[arg-type] # its shape is the point
            progress=progress,
        )
    assert told == [(f"{number}.jpg", 4) for number in range(4)]
    assert isinstance(found[paths[3], RECIPE], PictureError)
    plain = Store(tmp_path / "plain")
    plain.render(requests)
    assert contents(tmp_path / "cache") == contents(tmp_path / "plain")
    store.render(requests[:3], progress=progress)
    assert len(told) == 4  # nothing to encode, nothing to tell


def test_dead_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is killed is a failure of its picture, not of the build."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    store = Store(tmp_path / "cache")
    store.digest(path)
    monkeypatch.setattr(worker, "work", _die)
    with ProcessPoolExecutor(1) as executor:
        result = store.render([(path, RECIPE)], executor=executor)[path, RECIPE]
    assert "a worker failed" in str(result)


def _die(_: worker.Job) -> None:
    os._exit(9)


def test_picture_that_changes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture replaced between hashing and encoding never gets into another's files."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo(90, 60)))
    original = worker.work

    def late(job: worker.Job) -> list[manifests.Made] | PictureError:
        save(path, make.encoded(make.photo(60, 90)), age=5)
        return original(job)

    monkeypatch.setattr(worker, "work", late)
    assert refused(Store(tmp_path / "cache"), path) == "changed during the build; build again"
    assert contents(tmp_path / "cache") == {}


def test_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fact is computed once for a content, and again for another pipeline."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    calls: list[int] = []

    def compute() -> dict[str, int]:
        calls.append(1)
        return {"ink": len(calls)}

    with monkeypatch.context() as patch:
        for _ in range(2):
            store = Store(tmp_path / "cache")
            assert store.facts(store.digest(path), "ink", compute) == {"ink": 1}
            store.save()
        patch.setattr("sphinx_confrecap.images.store.PIPELINE_VERSION", 99)
        assert store.facts(store.digest(path), "ink", compute) == {"ink": 2}
    assert store.header(path).width == 400
    assert Store(tmp_path / "cache").facts(store.digest(path), "ink", compute) == {"ink": 1}


def test_header_is_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header is read once; a bad one is an error each time."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo(), exif=make.exif(6)))
    store = Store(tmp_path / "cache")
    first = store.header(path)
    store.save()
    monkeypatch.setattr("sphinx_confrecap.images.header.read", None)
    assert Store(tmp_path / "cache").header(path) == first
    monkeypatch.undo()
    bad = save(tmp_path / "b.jpg", b"this is no picture at all")
    for _ in range(2):
        with pytest.raises(PictureError, match="is not a picture"):
            store.header(bad)
    with pytest.raises(PictureError, match="does not exist"):
        store.digest(tmp_path / "c.jpg")


EARLIER = b'{"format": "sphinx-confrecap pictures 2", "sources": {}, "facts": {}, "made": {}}'


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no text": lambda _: b"\xff\xfe",
    "of an earlier version": lambda _: EARLIER,
    "deep": lambda _: b"[" * 100_000,
    "without its end": lambda data: data[:-1],
    "without its beginning": lambda data: data[1:],
    "half": lambda data: data[: len(data) // 2],
    "longer": lambda data: data + b" ",
    "of a later version": lambda data: data.replace(b"pictures 3", b"pictures 4"),
    "another number": lambda data: data.replace(b'"width":400', b'"width":500'),
    "another word": lambda data: data.replace(b'"jpg"', b'"exe"'),
    "without its head": lambda data: data.partition(b"\n")[2],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_manifest_is_empty(tmp_path: Path, damage: str) -> None:
    """A manifest that is damaged or somebody else's counts as empty; the files come out equal."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    store = Store(tmp_path / "cache")
    found = done(store, path)
    assert store.header(path).width == 400
    store.save()
    before = contents(tmp_path / "cache")
    for name in ("manifest.json", "sources.json"):
        file = tmp_path / "cache" / name
        file.write_bytes(DAMAGES[damage](file.read_bytes()))
    assert done(Store(tmp_path / "cache"), path) == found
    assert contents(tmp_path / "cache") == before
    assert Store(tmp_path / "cache").header(path).width == 400
    assert Store(tmp_path / "cache").prune(30) == 0


@pytest.mark.parametrize("damage", ["empty", "short", "long", "link", "gone"])
def test_damaged_files_are_mended(tmp_path: Path, damage: str) -> None:
    """A file in the cache that lost some of its bytes is made again before it is published."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    twin = save(tmp_path / "b.jpg", path.read_bytes())
    done(Store(tmp_path / "cache"), path)
    store = Store(tmp_path / "cache")
    found = done(store, twin)
    before = contents(tmp_path / "cache")
    for rendition in found[1:3]:
        data = rendition.path.read_bytes()
        rendition.path.unlink()
        if damage == "link":
            rendition.path.symlink_to(tmp_path)
        elif damage != "gone":
            cut = {"empty": b"", "short": data[:-1], "long": data + b"x"}[damage]
            rendition.path.write_bytes(cut)
    assert done(Store(tmp_path / "cache"), twin) == found
    for rendition in found:
        store.mend(rendition)
    assert contents(tmp_path / "cache") == before
    found[0].path.write_bytes(b"")
    twin.unlink()
    store.mend(found[0])
    assert not found[0].path.exists()


@pytest.mark.parametrize("name", ["manifest.json", "sources.json"])
def test_something_else_in_place_of_the_manifest(tmp_path: Path, name: str) -> None:
    """A folder, a pipe, a link in a circle: nobody waits for them, and the pictures are made."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    cache = tmp_path / "cache"
    for place in (lambda file: file.mkdir(), os.mkfifo, lambda file: file.symlink_to(file)):
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        place(cache / name)
        assert len(done(Store(cache), path)) == 4


def test_deleted_files_are_made_again(tmp_path: Path) -> None:
    """A file that vanished from the cache is repaired with the same bytes."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    found = done(Store(tmp_path / "cache"), path)
    before = contents(tmp_path / "cache")
    found[1].path.unlink()
    assert done(Store(tmp_path / "cache"), path) == found
    assert contents(tmp_path / "cache") == before


KILLED = """
import os, pathlib, sys
from sphinx_confrecap.images.recipes import Responsive
from sphinx_confrecap.images.store import Store
folder, renames = pathlib.Path(sys.argv[1]), int(sys.argv[2])
replace = pathlib.Path.replace
def killed(self, target):
    global renames
    renames -= 1
    if renames < 0:
        os.kill(os.getpid(), 9)
    return replace(self, target)
pathlib.Path.replace = killed
recipe = Responsive((40, 80), ("webp", "jpeg"))
Store(folder / "cache").render([(path, recipe) for path in sorted(folder.glob("*.jpg"))])
"""


@pytest.mark.parametrize("renames", [0, 1, 4, 9])
def test_killed_build(tmp_path: Path, renames: int) -> None:
    """A build killed between writing and renaming is repaired by the next, byte for byte."""
    paths = [
        save(tmp_path / f"{number}.jpg", make.encoded(make.photo(90, 60 + number)))
        for number in range(2)
    ]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(renames)], check=False, timeout=60
    )
    assert killed.returncode == -9
    assert len(list((tmp_path / "cache").glob(f"{worker.TEMPORARY}*"))) == 1
    Store(tmp_path / "cache").render([(path, RECIPE) for path in paths])
    Store(tmp_path / "clean").render([(path, RECIPE) for path in paths])
    assert contents(tmp_path / "cache") == contents(tmp_path / "clean")
    assert not list((tmp_path / "cache").glob(f"{worker.TEMPORARY}*"))


def test_what_another_build_writes_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that goes on keeps what it writes; if that is swept all the same it writes anew."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo(90, 60)))
    half = save(tmp_path / "cache" / f"{worker.TEMPORARY}half", b"x")
    with half.open("rb") as file:
        worker._lock(file.fileno())
        worker.sweep(half.parent, [half.name])
        assert half.exists()
    replaced: list[Path] = []
    replace = Path.replace

    def meanwhile(self: Path, target: Path) -> Path:
        replaced.append(self)
        if len(replaced) == 1:
            worker.sweep(self.parent, [self.name])
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    found = done(Store(tmp_path / "cache"), path)
    assert not replaced[0].exists()
    assert all(one.path.stat().st_size == one.size for one in found)
    assert not list(half.parent.glob(f"{worker.TEMPORARY}*"))


def test_two_builds_share_a_folder(tmp_path: Path, work: list[worker.Job]) -> None:
    """Two builds at once lose nothing of each other: a third one finds the work of both."""
    data = make.encoded(make.photo())
    first, second = Store(tmp_path / "cache"), Store(tmp_path / "cache")
    a, b = save(tmp_path / "a.jpg", data), save(tmp_path / "b.jpg", data + b"\0")
    done(first, a)
    done(second, b)
    for store, key in ((first, "one"), (second, "two")):
        store.facts(store.digest(a), key, lambda: 1)
        store.save()
    third = Store(tmp_path / "cache")
    third.render([(a, RECIPE), (b, RECIPE)])
    assert len(work) == 2
    for key in ("one", "two"):
        assert third.facts(third.digest(a), key, lambda: 2) == 1


def test_progress_is_saved_on_the_way(
    tmp_path: Path, work: list[worker.Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that breaks off has saved what it made: the next goes on from there."""
    monkeypatch.setattr("sphinx_confrecap.images.store._SAVE_EVERY", -1)
    paths = [
        save(tmp_path / f"{number}.jpg", make.encoded(make.photo(90, 60 + number)))
        for number in range(3)
    ]

    def broken(names: Iterable[str], _: int) -> Iterable[str]:
        for name in names:
            if name == "2.jpg":
                raise KeyboardInterrupt
            yield name

    with pytest.raises(KeyboardInterrupt):
        Store(tmp_path / "cache").render([(path, RECIPE) for path in paths], progress=broken)
    Store(tmp_path / "cache").render([(path, RECIPE) for path in paths])
    assert [os.path.basename(job.source) for job in work].count("0.jpg") == 1  # noqa: PTH119
    assert [os.path.basename(job.source) for job in work].count("1.jpg") == 1  # noqa: PTH119


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """Where no folder can be made each picture fails with the reason, and so does the store."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    (tmp_path / "cache").write_text("not a folder", encoding="utf-8")
    store = Store(tmp_path / "cache")
    assert "cannot be kept in the cache" in refused(store, path)
    assert "File exists" in store.problem
    assert store.header(path).width == 400
    assert store.prune(0) == 0


def test_full_disk(tmp_path: Path, tiny: Path) -> None:
    """On a full disk what fits is made, the rest fails with the reason, and nothing is half."""
    paths = [
        save(tmp_path / f"{number}.jpg", make.encoded(make.photo(400, 300 + number)))
        for number in range(40)
    ]
    store = Store(tiny / "cache")
    found = store.render([(path, RECIPE) for path in paths])
    failed = [str(result) for result in found.values() if isinstance(result, PictureError)]
    assert failed
    assert len(failed) < 40
    assert all("No space left on device" in text for text in failed)
    assert not list((tiny / "cache").glob(f"{worker.TEMPORARY}*"))
    Store(tmp_path / "clean").render([(path, RECIPE) for path in paths])
    clean = contents(tmp_path / "clean")
    assert contents(tiny / "cache").items() <= clean.items()


def test_read_only_folder(tmp_path: Path, tiny: Path) -> None:
    """A cache that can only be read serves what it has, and names the reason for the rest."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    found = done(Store(tiny / "cache"), path)
    subprocess.run(["mount", "-o", "remount,ro", str(tiny)], check=True)
    store = Store(tiny / "cache")
    assert done(store, path) == found
    other = save(tmp_path / "b.jpg", make.encoded(make.photo(90, 60)))
    assert "Read-only file system" in refused(store, other)
    assert "Read-only file system" in store.problem


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Move the manifest's clock."""
    then = int(time.time()) // DAY + days
    for module in ("manifest", "store"):
        monkeypatch.setattr(f"sphinx_confrecap.images.{module}.today", lambda: then)


def test_prune_by_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pruning drops what no build used for some days, and keeps what one did."""
    paths = [
        save(tmp_path / f"{number}.jpg", make.encoded(make.photo(90, 60 + number)))
        for number in range(2)
    ]
    store = Store(tmp_path / "cache")
    store.render([(path, RECIPE) for path in paths])
    for path in paths:
        store.facts(store.digest(path), "ink", lambda: 1)
    assert store.prune(30) == 0
    later(monkeypatch, 20)
    done(Store(tmp_path / "cache"), paths[0])
    later(monkeypatch, 40)
    assert Store(tmp_path / "cache").prune(30) == 4
    left = contents(tmp_path / "cache")
    assert len(left) == 4
    assert all(name.startswith("0-") for name in left)
    data = tables(tmp_path / "cache" / "manifest.json")
    assert (len(data["made"]), len(data["facts"])) == (1, 0)
    sources = tmp_path / "cache" / "sources.json"
    assert len(tables(sources)["sources"]) == 2
    paths[1].unlink()
    Store(tmp_path / "cache").prune(30)
    assert list(tables(sources)["sources"]) == [str(paths[0])]


def tables(file: Path) -> dict[str, dict[str, Any]]:
    """Return what a file of the manifest holds."""
    found: dict[str, dict[str, Any]] = json.loads(file.read_bytes())["tables"]
    return found


def aged(folder: Path, days: int) -> None:
    """Make everything in a cache look as if it was last used some days ago."""
    then = int(time.time()) // DAY - days
    manifest = folder / "manifest.json"
    data = tables(manifest)
    for section in ("made", "facts"):
        data[section] = {key: [then, entry[1]] for key, entry in data[section].items()}
    manifest.write_bytes(manifests.to_bytes(data))
    for path in folder.iterdir():
        os.utime(path, (then * DAY, then * DAY))


def test_prune_beside_a_build(tmp_path: Path) -> None:
    """What a build uses is not pruned, though nobody has written down yet that it does."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    other = save(tmp_path / "b.jpg", make.encoded(make.photo(90, 60)))
    done(Store(tmp_path / "cache"), path)
    before = contents(tmp_path / "cache")
    aged(tmp_path / "cache", 40)
    pruning, building = Store(tmp_path / "cache"), Store(tmp_path / "cache")

    def pruned(names: Iterable[str], _: int) -> Iterable[str]:
        assert pruning.prune(30) == 0
        return names

    building.render([(path, RECIPE), (other, RECIPE)], progress=pruned)
    assert contents(tmp_path / "cache").items() >= before.items()
    aged(tmp_path / "cache", 40)
    pruning = Store(tmp_path / "cache")
    done(Store(tmp_path / "cache"), path)
    for one in (tmp_path / "cache").glob("a-*"):
        os.utime(one, (0, 0))  # where times mean nothing, what is written down counts
    assert pruning.prune(30) == len(before)  # those of the other picture
    assert contents(tmp_path / "cache") == before


def test_pruned_before_its_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is pruned between a build's look at the folder and its use is made again."""
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    found = done(Store(tmp_path / "cache"), path)
    before = contents(tmp_path / "cache")
    aged(tmp_path / "cache", 40)
    building = Store(tmp_path / "cache")
    look = building._listing

    def looked() -> Any:  # noqa: ANN401 (of a private type)
        listing = look()
        assert Store(tmp_path / "cache").prune(30) == len(before)
        return listing

    monkeypatch.setattr(building, "_listing", looked)
    assert done(building, path) == found
    assert contents(tmp_path / "cache") == before


def test_private_paths_stay_in_a_file_of_their_own(tmp_path: Path) -> None:
    """What can be kept in a repository says nothing about the machine it was made on."""
    store = Store(tmp_path / "cache")
    done(store, save(tmp_path / "a.jpg", make.encoded(make.photo())))
    assert str(tmp_path) in (tmp_path / "cache" / "sources.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in (tmp_path / "cache" / "manifest.json").read_text(encoding="utf-8")


def test_prune_leaves_other_files_alone(tmp_path: Path) -> None:
    """In a folder that was not ours pruning deletes nothing but what the manifest knows."""
    folder = tmp_path / "photos"
    mine = save(folder / "holiday-2024091012-320.jpg", b"mine", age=100 * DAY)
    done(Store(folder), save(tmp_path / "a.jpg", make.encoded(make.photo())))
    (folder / "manifest.json").unlink()
    assert Store(folder).prune(0) == 0
    assert mine.exists()
    own = tmp_path / "cache"
    done(Store(own), tmp_path / "a.jpg")
    (own / "manifest.json").unlink()
    assert Store(own).prune(30) == 0  # young: another build may be about to enter them
    for path in own.glob("a-*"):
        os.utime(path, (0, 0))
    assert Store(own).prune(30) == 4


def test_nothing_is_written_for_nothing(tmp_path: Path) -> None:
    """A build without pictures makes no folder, and a warm one writes no file."""
    Store(tmp_path / "cache").render([])
    assert not (tmp_path / "cache").exists()
    path = save(tmp_path / "a.jpg", make.encoded(make.photo()))
    done(Store(tmp_path / "cache"), path)
    os.utime(tmp_path / "cache" / "manifest.json", (0, 0))
    done(Store(tmp_path / "cache"), path)
    assert (tmp_path / "cache" / "manifest.json").stat().st_mtime == 0
