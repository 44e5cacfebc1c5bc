# The list of keys in English.

keys-enter = Enter
keys-enter-does = In a field of a lab: run. On a button: press it.
keys-escape = Escape
keys-escape-does = Cancel what runs. If nothing runs: leave presenting.
keys-question = ?
keys-question-does = Show this list.
keys-tab = Tab
keys-tab-does = Go to the next control or picture.
keys-arrows = ← → ↑ ↓
keys-arrows-does = In a picture: go from one thing to the next and read its value.
keys-ends = Home, End
keys-ends-does = In a picture: go to the first or the last.
keys-zoom = +, −, 0
keys-zoom-does = In a picture: zoom in, zoom out, show all of it.
keys-editor = Escape, then Tab
keys-editor-does = Leave the code editor, in which Tab indents.
keys-close = Close
