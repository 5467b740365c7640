"""Podcast feeds: RSS 2.0, RSS 1.0 and Atom, from bytes to the notes of one item.

`pick.pick_item` chooses the item and hands over its notes as markup, `pick.list_items` says what there is, and
`prolog.looks_like_feed` is the cheap look at the first bytes. Import the module; this package re-exports nothing, so
that a command loads only what it needs.
"""
