"""The walls around a learner's code, of what the system offers; Linux has most to offer.

Namespaces give it a file system of its own (Python, NumPy, helpers and a work folder, all but the
last read-only), no network, and process numbers of its own. Landlock closes the file system where
namespaces are refused, as in most containers. A filter of system calls (seccomp) allows no new
process, program or connection. Limits on memory, time and files stand wherever POSIX does.
"""

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

assert sys.platform != "win32"

ON_LINUX = sys.platform == "linux"

NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 1 << 17, 1 << 27, 1 << 28, 1 << 29, 1 << 30
RDONLY, NOSUID, NODEV, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 32, 1 << 12, 1 << 14, 1 << 18
DETACH = 2
O_PATH = 1 << 21
SET_PDEATHSIG, SET_SECCOMP, SET_NO_NEW_PRIVS = 1, 22, 38

# System calls by the machine's name: what is called by number, and what a learner may not call.
CALLS = {
    "x86_64": {"clone": 56, "clone3": 435, "pivot_root": 155, "capset": 126, "landlock": 444},
    "aarch64": {"clone": 220, "clone3": 435, "pivot_root": 41, "capset": 91, "landlock": 444},
}
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
FORBIDDEN = {
    "x86_64": (
        41, 42, 43, 49, 50,  # socket, connect, accept, bind, listen; a socketpair leads nowhere
        57, 58, 59, 322,  # fork, vfork, execve, execveat
        62, 129, 200, 234, 297, 424, 434,  # kill and its kin
        101, 310, 311, 312, 438,  # ptrace, process_vm_*, kcmp, pidfd_getfd
        155, 161, 165, 166, 272, 308, 428, 429, 430, 431, 432, 442,  # mounts, namespaces
        246, 248, 249, 250, 298, 320, 321, 323, 425, 426, 427,  # keys, bpf, io_uring, …
        29, 64, 68, 240,  # memory, semaphores and messages that outlive the process
        141, 142, 144, 203, 251, 256, 279, 314, 440, 448,  # priorities and memory of others
    ),
    "aarch64": (
        198, 203, 202, 200, 201,
        221, 281,
        129, 138, 130, 131, 240, 424, 434,
        117, 270, 271, 272, 438,
        41, 51, 40, 39, 97, 268, 428, 429, 430, 431, 432, 442,
        104, 217, 218, 219, 241, 294, 280, 282, 425, 426, 427,
        194, 190, 186, 180,
        140, 118, 119, 122, 30, 238, 239, 274, 440, 448,
    ),
}  # fmt: skip

# Calls of which some are refused: by the machine's name, (number, which argument, values), and
# whether it is these values that are refused, or all others. What would keep a process alive when
# the grader ends it; signals by way of a file; and limits for other processes.
IN_PART = {
    "x86_64": (
        (157, 0, (1,), True),
        (72, 1, (8, 10, 15), True),
        (16, 1, (0x8901, 0x8902), True),
        (302, 0, (0,), False),
    ),
    "aarch64": (
        (167, 0, (1,), True),
        (25, 1, (8, 10, 15), True),
        (29, 1, (0x8901, 0x8902), True),
        (261, 0, (0,), False),
    ),
}

ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, JUMP_EQUAL, JUMP_LEAST, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
X32 = 1 << 30
CLONE_THREAD = 1 << 16

# What Landlock can forbid: to write a file, to read one, to list a folder; and all, by its version.
LANDLOCK_WRITE, LANDLOCK_FILE, LANDLOCK_LIST = 1 << 1, 1 << 2, 1 << 3
LANDLOCK_READ = LANDLOCK_FILE | LANDLOCK_LIST
LANDLOCK_ALL = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14}
LANDLOCK_SCOPES = 3  # signals, and sockets without a file: from the sixth version on


class Refused(OSError):
    """The system does not allow it."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _require(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise Refused(number, os.strerror(number))
    return result


def _call(number: int, *arguments: object) -> int:
    return _require(_libc().syscall(number, *arguments))


def _prctl(option: int, *arguments: object) -> None:
    padded = [*arguments, *[ctypes.c_ulong(0)] * (4 - len(arguments))]
    _require(_libc().prctl(option, *padded))


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    words = (each.encode() if each is not None else None for each in (source, target, kind))
    _require(_libc().mount(*words, ctypes.c_ulong(flags), data.encode() or None))


def attempted(walls: Iterable[tuple[str, Callable[[], None]]]) -> list[str]:
    """Put up each wall that the system allows, and return the names of those that stand."""
    standing = []
    for name, put_up in walls:
        try:
            put_up()
        except (OSError, ValueError, AttributeError, KeyError, ImportError):  # another system
            continue
        standing.append(name)
    return standing


# The file system


def own_namespaces(root: str, readable: Sequence[str], hidden: Sequence[str], work: str) -> None:
    """Enter a world with nothing but the readable files, read-only, at their own paths.

    Parameters
    ----------
    root : str
        An empty folder, over which the new file system is made.
    readable : sequence of str
        Files and folders; those that do not exist are left out.
    hidden : sequence of str
        Folders in them that are to be empty.
    work : str
        Where each learner's work folder will be.
    """
    user, group = os.getuid(), os.getgid()
    _require(_libc().unshare(NEWUSER | NEWNS | NEWNET | NEWIPC))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"65534 {user} 1")
    Path("/proc/self/gid_map").write_text(f"65534 {group} 1")
    _mount("none", "/", None, REC | PRIVATE)
    _mount("tmpfs", root, "tmpfs", NOSUID | NODEV, "size=4m,mode=755")
    for path in readable:
        _show(root, path)
    for path in hidden:
        if os.path.isdir(root + path):
            _mount("tmpfs", root + path, "tmpfs", NOSUID | NODEV | RDONLY, "size=4k")
    os.makedirs(root + work)
    _mount(None, root, None, REMOUNT | RDONLY | NOSUID | NODEV)
    os.chdir(root)
    _call(CALLS[platform.machine()]["pivot_root"], b".", b".")
    _require(_libc().umount2(b".", DETACH))
    os.chdir("/")


def _show(root: str, path: str) -> None:
    """Let a file or folder be read in the new file system, where it is in the old one."""
    target = root + path
    if not os.path.exists(path) or os.path.lexists(target):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(path):
        os.mkdir(target)
    else:
        open(target, "x").close()
    _mount(path, target, None, BIND | REC)
    kept = os.statvfs(path).f_flag & 0xF  # what is locked must stay: nosuid, nodev, noexec
    device = 0 if path.startswith("/dev/") else NODEV
    _mount(None, target, None, BIND | REMOUNT | RDONLY | NOSUID | device | kept)


def own_processes(work: str, size: int) -> None:
    """Let the next child be number 1 of processes of its own, with an empty work folder."""
    _require(_libc().unshare(NEWPID | NEWNS | NEWIPC))
    _mount("tmpfs", work, "tmpfs", NOSUID | NODEV, f"size={size},mode=700")


def landlocked(readable: Sequence[str], hidden: Sequence[str], work: str) -> None:
    """Let nothing but these files be read, and only what is in the work folder be written."""
    number = CALLS[platform.machine()]["landlock"]
    version = _call(number, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    rights = sum(right for since, right in LANDLOCK_ALL.items() if version >= since)
    scopes = LANDLOCK_SCOPES if version >= 6 else 0
    rules = struct.pack("QQQ", rights, 0, scopes)
    rules = rules if version >= 6 else rules[:8]
    ruleset = _call(number, rules, ctypes.c_size_t(len(rules)), ctypes.c_uint(0))
    shown = [each for path in readable for each in without(path, hidden)]
    for path, allowed in [*shown, (work, rights)]:
        if not os.path.exists(path):
            continue
        handle = os.open(path, O_PATH)
        if not os.path.isdir(path):
            allowed = LANDLOCK_FILE | LANDLOCK_WRITE * path.startswith("/dev/")
        rule = struct.pack("=Qi", allowed, handle)
        _call(number + 1, ruleset, ctypes.c_int(1), rule, ctypes.c_uint(0))
        os.close(handle)
    _prctl(SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    _call(number + 2, ruleset, ctypes.c_uint(0))
    os.close(ruleset)


def without(path: str, hidden: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield what to show so that a folder can be read, and what is hidden in it only be listed."""
    inside = [each for each in hidden if f"{each}/".startswith(f"{path}/")]
    if not any(os.path.isdir(each) for each in inside):
        yield path, LANDLOCK_READ
    elif path not in inside:
        yield path, LANDLOCK_LIST
        for name in os.listdir(path):
            yield from without(f"{path}/{name}", hidden)


# What may be done


def ended_with_parent() -> None:
    """Let this process be killed when the one that has forked it ends."""
    _prctl(SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))


def without_privileges() -> None:
    """Give up all that a namespace's owner may do."""
    _prctl(SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    header, none = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    _call(CALLS[platform.machine()]["capset"], header, none)


def filtered_calls() -> None:
    """Refuse system calls that make processes, programs, connections or namespaces."""
    machine = platform.machine()
    refuse = (RETURN, 0, 0, ERROR | errno.EPERM)
    code = [
        (LOAD, 0, 0, 4),  # the machine
        (JUMP_EQUAL, 1, 0, AUDIT[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0),  # the call's number
        (JUMP_LEAST, 0, 1, X32),
        refuse,
        (JUMP_EQUAL, 0, 1, CALLS[machine]["clone3"]),
        (RETURN, 0, 0, ERROR | errno.ENOSYS),  # its flags cannot be seen; clone is tried next
    ]
    for number in FORBIDDEN[machine]:
        code += [(JUMP_EQUAL, 0, 1, number), refuse]
    for number, argument, values, refused in IN_PART[machine]:
        code += _refused_in_part(number, argument, values, refused, refuse)
    code += [
        (JUMP_EQUAL, 0, 3, CALLS[machine]["clone"]),
        (LOAD, 0, 0, 16),  # its flags: a thread may be made
        (JUMP_SET, 1, 0, CLONE_THREAD),
        refuse,
        (RETURN, 0, 0, ALLOW),
    ]
    instructions = b"".join(struct.pack("=HBBI", *each) for each in code)
    buffer = ctypes.create_string_buffer(instructions)
    program = struct.pack("=H6xQ", len(code), ctypes.addressof(buffer))
    _prctl(SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
    _prctl(SET_SECCOMP, ctypes.c_ulong(2), program)


Instruction = tuple[int, int, int, int]


def _refused_in_part(
    number: int, argument: int, values: Sequence[int], refused: bool, refuse: Instruction
) -> list[Instruction]:
    """Return what refuses a call with some values of an argument, or with all others."""
    body: list[Instruction] = [(LOAD, 0, 0, 16 + 8 * argument)]
    for value in values:
        body += [(JUMP_EQUAL, 0, 1, value), refuse if refused else (RETURN, 0, 0, ALLOW)]
    body += [(RETURN, 0, 0, ALLOW) if refused else refuse]
    return [(JUMP_EQUAL, 0, len(body), number), *body]


def memory_in_use() -> int:
    """Return the bytes of address space that this process has now; 0 where that is not told."""
    if not ON_LINUX:
        return 0
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def limited_memory(memory: int) -> None:
    """Limit the address space, in bytes."""
    _limit("RLIMIT_AS", memory)


def limited(seconds: int, file_size: int) -> None:
    """Limit time on the processor, the number and size of files, and processes."""
    _limit("RLIMIT_CPU", seconds)
    _limit("RLIMIT_FSIZE", file_size)
    _limit("RLIMIT_NOFILE", 64)
    _limit("RLIMIT_NPROC", 64)
    _limit("RLIMIT_CORE", 0)


def _limit(name: str, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(getattr(resource, name))
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(getattr(resource, name), (most, most))
