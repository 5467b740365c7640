"""Audio containers: one module or package per family, each a pure function of a `ByteSource`.

A container never writes a file: it answers with an `Edit`. See `base` for what each one offers and `registry` for
the list of them.
"""
