// A code editor for JavaScript and SQL, which also shows Rust, from CodeMirror's parts. The build bundles it with them
// into one module.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { javascriptLanguage } from "@codemirror/lang-javascript";
import { rust } from "@codemirror/legacy-modes/mode/rust";
import { sqlite } from "@codemirror/legacy-modes/mode/sql";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Annotation, Compartment, EditorState, Prec, StateEffect, StateField, RangeSet } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  WidgetType,
  gutterLineClass,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Where a line out of sight comes to stand, as a share of the height.
const BROUGHT_INTO_VIEW_AT = 1 / 3;
// What is left free below an error for its message, in lines: how high that is, is not known before it is drawn.
const LINES_OF_A_MESSAGE = 4;

// By the names that `mount` takes. Rust is only read here: its whole grammar would weigh 19 kB more.
const LANGUAGES = {
  javascript: javascriptLanguage,
  rust: StreamLanguage.define(rust),
  sql: StreamLanguage.define(sqlite),
};

// The page's own colours, and where it says so, a height that follows the code's: custom properties reach into a shadow root, so light and dark need nothing more.
const theme = EditorView.theme({
  "&": {
    height: "var(--editor-own-height, 100%)",
    maxHeight: "var(--editor-own-height-max, none)",
    backgroundColor: "var(--surface)",
    color: "var(--ink)",
  },
  // The page draws the ring, around all of the editor.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    overflow: "auto",
    font: "var(--size-small) / 1.5 var(--mono)",
    scrollbarColor: "var(--line-strong) var(--surface)",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--space-2) 0" },
  ".cm-gutters": { backgroundColor: "var(--track)", color: "var(--ink-muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--track)" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--line-strong)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px dashed var(--error)" },
  ".cm-wrongLine, .cm-wrongPart": { textDecoration: "underline wavy var(--error)", textDecorationSkipInk: "none" },
  ".cm-gutterElement.cm-wrongLineNumber": { color: "var(--error)", fontWeight: "var(--bold)" },
  // A line that is being executed, with the statement in it, and one that somebody asks for.
  ".cm-currentLine": { boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-currentPart": { backgroundColor: "var(--heat-1)", outline: "1px solid var(--accent)", borderRadius: "2px" },
  ".cm-askedLine": { outline: "1px dashed var(--ink)", outlineOffset: "-1px" },
  ".cm-gutterElement.cm-currentLineNumber": { color: "var(--accent)", fontWeight: "var(--bold)" },
  ".cm-error": {
    padding: "0 var(--space-2)",
    borderLeft: "3px solid var(--error)",
    color: "var(--error)",
    fontFamily: "var(--font)",
  },
});

// Of the series' colours those that are readable as text, on the surface and on the active line.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.self, tags.null, tags.bool], color: "var(--series-2)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--series-7)" },
  { tag: [tags.number, tags.escape], color: "var(--series-4)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--series-5)" },
  { tag: tags.comment, color: "var(--ink-muted)", fontStyle: "italic" },
  { tag: tags.invalid, textDecoration: "underline dotted var(--error)" },
]);

class ErrorMessage extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const message = document.createElement("div");
    message.className = "cm-error";
    message.textContent = this.text;
    return message;
  }
}

const wrongLine = Decoration.line({ class: "cm-wrongLine" });
const wrongPart = Decoration.mark({ class: "cm-wrongPart" });
const wrongLineNumber = new (class extends GutterMarker {
  elementClass = "cm-wrongLineNumber";
})();

const showError = StateEffect.define();

// The error that is shown, as `{ at, to, message }`: what is wrong begins at `at` and ends before `to`, and is all of
// the line where they are the same. Both move with the text.
const shownError = StateField.define({
  create: () => null,
  update(error, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(showError)) return effect.value;
    }
    if (error === null || !transaction.docChanged) return error;
    const { changes } = transaction;
    const at = changes.mapPos(error.at, 1);
    return { ...error, at, to: Math.max(at, changes.mapPos(error.to, -1)) };
  },
});

const errorMarks = [
  shownError,
  EditorView.decorations.compute(["doc", shownError], (state) => {
    const error = state.field(shownError);
    if (error === null) return Decoration.none;
    const line = state.doc.lineAt(error.at);
    const message = Decoration.widget({ widget: new ErrorMessage(error.message), block: true, side: 1 });
    const to = Math.min(error.to, line.to);
    const wrong = to > error.at ? wrongPart.range(error.at, to) : wrongLine.range(line.from);
    return Decoration.set([wrong, message.range(line.to)]);
  }),
  gutterLineClass.compute(["doc", shownError], (state) => {
    const error = state.field(shownError);
    if (error === null) return RangeSet.empty;
    return RangeSet.of(wrongLineNumber.range(state.doc.lineAt(error.at).from));
  }),
  EditorView.contentAttributes.compute([shownError], (state) => ({
    "aria-invalid": String(state.field(shownError) !== null),
  })),
];

const currentLine = Decoration.line({ class: "cm-currentLine" });
const currentPart = Decoration.mark({ class: "cm-currentPart" });
const askedLine = Decoration.line({ class: "cm-askedLine" });
const currentLineNumber = new (class extends GutterMarker {
  elementClass = "cm-currentLineNumber";
})();

const NO_MARKS = { current: null, asked: null };
const showMarks = StateEffect.define();

// What a run is at, as `{ from, to }`, and the beginning of a line that is asked for. They are of the text as it was
// run: where that changes they are gone.
const shownMarks = StateField.define({
  create: () => NO_MARKS,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(showMarks)) return effect.value;
    }
    return transaction.docChanged ? NO_MARKS : marks;
  },
});

const runMarks = [
  shownMarks,
  EditorView.decorations.compute([shownMarks], (state) => {
    const { current, asked } = state.field(shownMarks);
    const marks = [];
    if (current !== null) {
      marks.push(currentLine.range(state.doc.lineAt(current.from).from));
      if (current.to > current.from) marks.push(currentPart.range(current.from, current.to));
    }
    if (asked !== null) marks.push(askedLine.range(asked));
    return Decoration.set(marks, true);
  }),
  gutterLineClass.compute([shownMarks], (state) => {
    const { current } = state.field(shownMarks);
    if (current === null) return RangeSet.empty;
    return RangeSet.of(currentLineNumber.range(state.doc.lineAt(current.from).from));
  }),
];

// Where a line and a column are, both counted from 1; a place beyond the end is the end.
function positionOf(doc, line, column) {
  const { from, text } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  // Columns count characters, of which some are two units.
  return from + [...text].slice(0, Math.max(0, column - 1)).join("").length;
}

// Tab indents, so there has to be another way out for those who have only keys: after Escape, Tab moves on. The library
// would forget it after two seconds, in which not every hand finds the next key. An Escape that `take` takes is spent.
function wayOut(take) {
  const STAYS = ["Escape", "Tab", "Shift", "Control", "Alt", "Meta"];
  let isOpen = false;
  const set = (view, open) => {
    if (open !== isOpen) view.setTabFocusMode(open);
    isOpen = open;
  };
  return Prec.highest(
    EditorView.domEventHandlers({
      keydown(event, view) {
        if (event.key === "Escape" && !event.isComposing) {
          if (!take?.()) set(view, true);
          // It has done its work: the page would take it for the wish to cancel a run.
          event.stopPropagation();
        } else if (!STAYS.includes(event.key)) {
          set(view, false);
        }
        return false;
      },
      blur(_event, view) {
        set(view, false);
        return false;
      },
    }),
  );
}

// What is typed goes into the page first, and the library reads it there. Where it takes the place of several lines,
// Chromium gives it a style attribute, so that it looks as they did, and the page's policy refuses that. So it goes to
// the library at once; and where nothing may be changed, nothing is typed into the page.
const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (!event.cancelable) return false;
    const { state } = view;
    if (state.readOnly) return true;
    const { from, to, empty } = state.selection.main;
    if (event.inputType !== "insertText" || !event.data || empty) return false;
    const insert = () =>
      state.update(state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const isTaken = state.facet(EditorView.inputHandler).some((take) => take(view, from, to, event.data, insert));
    if (!isTaken) view.dispatch(insert());
    return true;
  },
});

const fromOutside = Annotation.define();

// What turns one text into the other, as one change between what they have in common.
function difference(old, fresh) {
  const shorter = Math.min(old.length, fresh.length);
  let from = 0;
  while (from < shorter && old[from] === fresh[from]) from += 1;
  let kept = 0;
  while (kept < shorter - from && old[old.length - 1 - kept] === fresh[fresh.length - 1 - kept]) kept += 1;
  return { from, to: old.length - kept, insert: fresh.slice(from, fresh.length - kept) };
}

function bringIntoView(view, at, linesBelow) {
  view.requestMeasure({
    read: () => view.lineBlockAt(at),
    write: (line) => {
      const { scrollTop, clientHeight } = view.scrollDOM;
      const bottom = line.bottom + linesBelow * view.defaultLineHeight;
      if (line.top >= scrollTop && bottom <= scrollTop + clientHeight) return;
      view.scrollDOM.scrollTop = line.top - clientHeight * BROUGHT_INTO_VIEW_AT;
    },
  });
}

/**
 * Puts an editor into `parent`, after what is in it.
 *
 * @param {Element} parent
 * @param {object} options
 * @param {string} options.doc the code
 * @param {string} options.label its accessible name
 * @param {string} [options.description] more about it, above all how to leave it by keys
 * @param {Record<string, string>} [options.phrases] the library's few words in the reader's language
 * @param {"javascript" | "rust" | "sql"} [options.language]
 * @param {boolean} [options.readOnly]
 * @param {{ anchor: number, head: number }} [options.selection] in UTF-16 units from the start
 * @param {(code: string) => void} [options.onChange] gets the code after each change by the person
 * @param {() => void} [options.onRun] is called for Ctrl+Enter, or Cmd+Enter
 * @param {() => boolean} [options.onEscape] is called for Escape, and says whether that has done its work
 */
export function mount(
  parent,
  {
    doc,
    label,
    description = "",
    phrases = {},
    language = "javascript",
    readOnly = false,
    selection,
    onChange,
    onRun,
    onEscape,
  },
) {
  const host = document.createElement("div");
  host.style.height = "100%";
  // In a document the library writes <style> elements, which the page's policy refuses. In a shadow root it adopts
  // style sheets, which come from no text in the page.
  const root = host.attachShadow({ mode: "open" });
  // References by id end at the root, so what describes the editor has to stand in it.
  const about = document.createElement("p");
  about.id = "about";
  about.hidden = true;
  root.append(about);

  const words = new Compartment();
  const access = new Compartment();
  const wordsOf = (texts) => {
    about.textContent = texts.description ?? "";
    return [
      // An editable element takes the focus anyway, but checkers of accessibility look for the index.
      EditorView.contentAttributes.of({ "aria-label": texts.label, "aria-describedby": about.id, tabindex: "0" }),
      EditorState.phrases.of(texts.phrases ?? {}),
    ];
  };
  const run = () => {
    onRun();
    return true;
  };
  const state = EditorState.create({
    doc,
    extensions: [
      wayOut(onEscape),
      // Before the library's own, which puts an empty line in.
      onRun ? Prec.highest(keymap.of(["Ctrl-Enter", "Mod-Enter"].map((key) => ({ key, run })))) : [],
      typing,
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      LANGUAGES[language],
      syntaxHighlighting(colours),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.lineWrapping,
      theme,
      errorMarks,
      runMarks,
      words.of(wordsOf({ label, description, phrases })),
      access.of(EditorState.readOnly.of(readOnly)),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        if (update.transactions.every((one) => !one.docChanged || one.annotation(fromOutside))) return;
        onChange?.(update.state.doc.toString());
      }),
    ],
  });
  const within = (at) => Math.max(0, Math.min(at, state.doc.length));
  const view = new EditorView({
    state: selection
      ? state.update({ selection: { anchor: within(selection.anchor), head: within(selection.head) } }).state
      : state,
    root,
    parent: root,
  });
  // Last, so that a parent is empty if something above has failed.
  parent.append(host);

  return {
    /** Shows other code. What differs is one step that can be undone; what is the same stays untouched. */
    setDoc(code) {
      const old = view.state.doc.toString();
      const fresh = view.state.toText(code).toString();
      if (old === fresh) return;
      const changes = view.state.changes(difference(old, fresh));
      const { anchor, head } = view.state.selection.main;
      view.dispatch({
        changes,
        // The library's own mapping turns a selection within what is replaced inside out.
        selection: { anchor: changes.mapPos(anchor), head: changes.mapPos(head) },
        annotations: [fromOutside.of(true), isolateHistory.of("full")],
      });
    },

    /**
     * Marks a line, counted from 1, and puts the message below it; a line beyond the last is the last. With a column,
     * counted from 1 in UTF-16 units, what is marked is the word there.
     */
    setError(line, message, column) {
      const { doc: code } = view.state;
      const { from, text } = code.line(Math.max(1, Math.min(line, code.lines)));
      // Where the line's text begins: a new line put before that moves the mark along with it.
      const start = text.length - text.trimStart().length;
      const within = column === undefined ? start : Math.min(column - 1, text.length);
      const length = column === undefined ? 0 : /^(?:[\p{L}\p{N}_$]+|.?)/u.exec(text.slice(within))[0].length;
      const at = from + within;
      view.dispatch({ effects: showError.of({ at, to: at + length, message }) });
      // Who is typing looks where they type.
      if (!view.hasFocus) bringIntoView(view, at, LINES_OF_A_MESSAGE);
    },

    clearErrors() {
      if (view.state.field(shownError) !== null) view.dispatch({ effects: showError.of(null) });
    },

    /**
     * Marks the statement that is being executed, as `{ line, column, endLine, endColumn }`, counted from 1 in
     * characters, and a line that somebody asks for; null for none.
     */
    setMarks(current, asked) {
      const { doc: code } = view.state;
      const isInCode = asked !== null && asked >= 1 && asked <= code.lines;
      const marks = {
        current: current && {
          from: positionOf(code, current.line, current.column),
          to: positionOf(code, current.endLine, current.endColumn),
        },
        asked: isInCode ? code.line(asked).from : null,
      };
      view.dispatch({ effects: showMarks.of(marks) });
      const at = marks.asked ?? marks.current?.from;
      if (at !== undefined && !view.hasFocus) bringIntoView(view, at, 0);
    },

    /** Changes the words: `label`, `description`, `phrases`. */
    setTexts(texts) {
      view.dispatch({ effects: words.reconfigure(wordsOf(texts)) });
    },

    setReadOnly(isReadOnly) {
      view.dispatch({ effects: access.reconfigure(EditorState.readOnly.of(isReadOnly)) });
    },

    /** Where a selection was begun, in UTF-16 units from the start. */
    get anchor() {
      return view.state.selection.main.anchor;
    },

    /** Where the cursor is, which is a selection's other end. */
    get head() {
      return view.state.selection.main.head;
    },

    focus() {
      view.focus();
    },

    /** Takes the editor out of the page. Nothing else of it may be called afterwards. */
    destroy() {
      view.destroy();
      host.remove();
    },
  };
}

export { read } from "./reading.js";
