"""Foreign readers: what other programs see in a file.

chaptag reads its own files well; that proves little. A reader here asks another program, or another library, and
reports its answer untouched: its order, its titles, its rounding. `registry` lists them.

Whatever the file holds, the answer is bounded in time and size, the program runs without a shell, opens no other
file or address as far as its options allow, and takes the file for the kind that chaptag recognised, never for a
playlist.
"""
