"""What a shipped convention came to, kept beside it: equal to what is read anew, and read only while it is that."""

import os
import shutil
from pathlib import Path

import pytest

from config import catalogue, settled
from config.reading import Faults

ADSE, COMMON = "cd49-adse-a-simple", "cd49-reference"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Copies of the shipped files, from which nothing has been kept; read again each time they are asked for."""
    folder = tmp_path / "conventions"
    shutil.copytree(next(iter(catalogue._shipped().values())).parent, folder, ignore=shutil.ignore_patterns("__py*"))
    files = {file.stem: file for file in folder.glob("*.toml")}
    by_id = {id: [file] for id, file in files.items()}
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(catalogue, "_shipped", lambda: files)
    monkeypatch.setattr(catalogue, "_shipped_by_id", lambda: by_id)
    forget(monkeypatch)
    yield files
    catalogue._with_own.cache_clear()


def forget(monkeypatch):
    catalogue._with_own.cache_clear()
    monkeypatch.setattr(catalogue, "_already", {})
    monkeypatch.setattr(catalogue, "_inherited", {})


def kept(files: dict[str, Path], id: str):
    return settled.load(files[id], catalogue._shipped_in_use)


@pytest.mark.slow
def test_each_convention_is_kept_as_it_is_read(shipped):
    assert {kept(shipped, id) for id in shipped} == {None}
    read = catalogue.catalogue()
    assert len(read) == len(shipped)
    for id, one in read.items():
        again = kept(shipped, id)
        assert again == one and again is not one
        assert repr(again) == repr(one)


def test_what_is_kept_is_what_is_given(shipped, monkeypatch):
    catalogue.convention(ADSE)
    forget(monkeypatch)
    monkeypatch.setattr(catalogue, "_understood", lambda *_: pytest.fail("read anew"))
    assert catalogue.convention(ADSE).id == ADSE


@pytest.mark.parametrize("changed", [ADSE, COMMON])
def test_a_file_that_changes_is_read_anew_and_those_that_inherit_it(shipped, monkeypatch, changed):
    catalogue.convention(ADSE)
    text = shipped[changed].read_text(encoding="utf-8")
    stat = shipped[changed].stat()
    shipped[changed].write_text(f"{text}\n# relu", encoding="utf-8")
    os.utime(shipped[changed], ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert kept(shipped, ADSE) is None
    forget(monkeypatch)
    catalogue.convention(ADSE)
    assert kept(shipped, ADSE) is not None


def test_a_program_that_changes_reads_anew(shipped, monkeypatch):
    catalogue.convention(ADSE)
    assert kept(shipped, ADSE) is not None
    monkeypatch.setattr(settled, "_program", lambda: b"another")
    assert kept(shipped, ADSE) is None


def test_the_operators_own_common_rules_are_read(shipped, tmp_path, monkeypatch):
    catalogue.convention(ADSE)
    own = tmp_path / "home" / "conventions"
    own.mkdir(parents=True)
    text = shipped[COMMON].read_text(encoding="utf-8")
    title = catalogue.convention(COMMON).title
    (own / shipped[COMMON].name).write_text(text.replace(title, "Les nôtres"), encoding="utf-8")
    forget(monkeypatch)
    assert kept(shipped, ADSE) is None
    catalogue.convention(ADSE)
    shutil.rmtree(own)
    forget(monkeypatch)
    assert kept(shipped, ADSE) == catalogue.convention(ADSE)  # as it was kept of the shipped files alone


def test_what_the_operators_own_rules_came_to_is_not_kept_as_shipped(shipped, tmp_path, monkeypatch):
    own = tmp_path / "home" / "conventions"
    own.mkdir(parents=True)
    ours = f'id = "{COMMON}"\ninherits = ["{COMMON}"]\ntitle = "Les nôtres"\nrole = "commun"\n'
    said = catalogue.convention(COMMON)
    ours += "".join(f'{name} = "{getattr(said, name)}"\n' for name in ("territory", "edition", "document"))
    (own / f"{COMMON}.toml").write_text(ours, encoding="utf-8")
    forget(monkeypatch)
    catalogue.convention(ADSE)
    assert not settled._place(shipped[ADSE]).exists()


@pytest.mark.parametrize("spoil", [b"", b"{}", b"x\ny\nz"])
def test_what_is_kept_but_damaged_is_read_anew(shipped, monkeypatch, spoil):
    right = catalogue.convention(ADSE)
    place = settled._place(shipped[ADSE])
    place.write_bytes(spoil)
    forget(monkeypatch)
    assert catalogue.convention(ADSE) == right


def test_a_content_that_is_not_the_sealed_one_is_not_read(shipped):
    catalogue.convention(ADSE)
    place = settled._place(shipped[ADSE])
    place.write_bytes(place.read_bytes().replace(b"ADSE", b"ASDE"))
    assert kept(shipped, ADSE) is None


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
@pytest.mark.parametrize(("mode", "read"), [(0o644, True), (0o664, False), (0o646, False)])
def test_what_somebody_else_could_have_written_is_not_read(shipped, mode, read):
    catalogue.convention(ADSE)
    settled._place(shipped[ADSE]).chmod(mode)
    assert (kept(shipped, ADSE) is not None) is read


def test_where_nothing_can_be_written_conventions_are_read_all_the_same(shipped, monkeypatch):
    def refused(*_, **__):
        raise PermissionError

    monkeypatch.setattr(settled.files, "draft", refused)
    assert catalogue.convention(ADSE).id == ADSE
    assert kept(shipped, ADSE) is None


def test_a_wrong_file_is_refused_and_nothing_is_kept(shipped):
    shipped[ADSE].write_text("title = 1", encoding="utf-8")
    with pytest.raises(Faults):
        catalogue.convention(ADSE)
    assert not settled._place(shipped[ADSE]).exists()
