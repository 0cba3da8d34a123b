"""What a teacher does with a class: hand notebooks out, and grade what comes back.

Out: `release`, with its `points`. Back, one `run`: `submissions` finds the files, `sorting` says
which counts (`sheets` is what each says of itself), `batch` grades them all, and each is graded by
`grading`, which asks what was `handed_in` in a process of its own (`worker`, `isolation`). Then
`results` sums up, `written` has the answers in words, `alike` compares; `gradebook`, `pages` (with
`markup`) and `terminal` tell, and `files` writes.
"""
