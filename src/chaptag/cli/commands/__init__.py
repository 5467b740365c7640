"""The commands, one thin module each: parse, call one function, render, choose an exit code."""
