"""Archives as plain files on disk, whatever they claim, and the names in them as text that can be shown.

names       a path that somebody chose: taken, or refused with the reason
clutter     what systems, editors and tools leave beside somebody's work
formats     which names are those of an archive that can be read, or of one that cannot
extraction  the members of one archive to files; runs in a process of its own, under limits
reader      asks that process, and survives it

Nothing is imported here: the process that reads archives starts as fast as an interpreter does.
"""
