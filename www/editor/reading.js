// What can be told of the body of a function by its text alone, from the editor's own parser: whether it awaits, whether
// it asks for strict mode, and where it does not close what it opens. It runs nothing. The browser that compiles the code
// has the last word: the parser also takes for an `await` what is a variable of that name.
import { javascriptLanguage } from "@codemirror/lang-javascript";

// What has a body of its own, in which an `await` is not the function's that it stands in.
const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunction", "StaticBlock"];
// These have one too, but their names may be computed where they stand.
const MEMBERS = ["MethodDeclaration", "PropertyDeclaration", "Property"];
const OPENING = ["{", "(", "[", "InterpolationStart"];
const CLOSING = ["}", ")", "]"];
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/**
 * @param {string} text the body of a function
 * @returns {{ isAsync: boolean, isStrict: boolean, fault: null | { kind: "extra" | "unclosed" | "other", line: number,
 * column: number } }} lines and columns count from 1, columns in UTF-16 units
 */
export function read(text) {
  const { topNode } = javascriptLanguage.parser.parse(text);
  return { isAsync: awaits(topNode), isStrict: isStrict(topNode, text), fault: faultOf(topNode, text) };
}

function awaits(top) {
  // Not by recursion: what is nested deeply enough would exhaust the stack.
  const open = [top];
  while (open.length > 0) {
    const node = open.pop();
    const { name } = node;
    // `for await` and `await using` have the word alone.
    if (name === "AwaitExpression" || name === "await") return true;
    if (FUNCTIONS.includes(name)) continue;
    const isMember = MEMBERS.includes(name);
    const isField = name === "PropertyDeclaration";
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (isMember && child.name === "ParamList") break;
      if (isField && child.name === "Equals") break;
      open.push(child);
    }
  }
  return false;
}

// Directives are the strings at the beginning.
function isStrict(top, text) {
  for (let node = top.firstChild; node; node = node.nextSibling) {
    if (node.name === "LineComment" || node.name === "BlockComment") continue;
    const string = node.name === "ExpressionStatement" ? node.firstChild : null;
    if (string?.name !== "String") return false;
    const next = string.nextSibling;
    if (next && next.name !== ";") return false;
    if (text.slice(string.from + 1, string.to - 1) === "use strict") return true;
  }
  return false;
}

// The first place at which the parser stumbles.
function faultOf(top, text) {
  let fault = null;
  const cursor = top.cursor();
  do {
    if (!cursor.type.isError) continue;
    const { node } = cursor;
    const opened = node.from === node.to ? openedBy(node.parent) : null;
    if (opened) fault = { kind: "unclosed", at: opened.from };
    else if (CLOSING.includes(node.firstChild?.name)) fault = { kind: "extra", at: node.from };
    else fault = { kind: "other", at: node.from };
    break;
  } while (cursor.next());
  if (fault === null) return null;
  const lines = text.slice(0, fault.at).split(LINE_END);
  return { kind: fault.kind, line: lines.length, column: lines[lines.length - 1].length + 1 };
}

// What a node opens and does not close.
function openedBy(node) {
  let opened = null;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (OPENING.includes(child.name)) opened = child;
    else if (CLOSING.includes(child.name) || child.name === "InterpolationEnd") opened = null;
  }
  return opened;
}
