// Every change of what is seen can be taken back: the filters and the nodes on the page, as they were before it.
const KEPT = ["shown", "hidden", "offGroups", "offTerms", "wanted", "papers", "span", "undated", "around", "trail"];
const past = [], future = [];
const twin = (value) => (value instanceof Set ? new Set(value) : value);
const snapshot = () => Object.fromEntries(KEPT.map((name) => [name, twin(state[name])]));

// `gesture` names what goes on over several calls, as a drag does: it is taken back in one.
function change(act, gesture = "") {
  if (!gesture || gesture !== change.gesture) past.push(snapshot());
  change.gesture = gesture;
  if (past.length > 100) past.shift();
  future.length = 0;
  act();
  update();
}

function travel(from, to) {
  if (!from.length) return;
  to.push(snapshot());
  Object.assign(state, from.pop());
  change.gesture = "";
  update();
}

const undo = () => travel(past, future);
const redo = () => travel(future, past);

// Takes every filter back, and leaves on the page what was there.
function clearFilters() {
  change(() => {
    for (const name of ["hidden", "offGroups", "offTerms", "wanted", "papers"]) state[name] = new Set();
    Object.assign(state, { span: null, undated: true, around: null, trail: null });
  });
}

// Switches one value of a set, or leaves only that one on; asked for again, all are on.
function toggle(name, key) {
  change(() => { if (!state[name].delete(key)) state[name].add(key); });
}

function only(name, key, all) {
  change(() => {
    const others = all.filter((other) => other !== key);
    const alone = !state[name].has(key) && others.every((other) => state[name].has(other));
    state[name] = new Set(alone ? [] : others);
  });
}
