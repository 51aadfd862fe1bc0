/**
 * Makes an element. Children and attributes become text and attributes, never markup: names come from outside.
 * @param {string} tag `p` or `p.class.other`
 */
export function make(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false)
      element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Writes only what differs, so that a live region speaks once. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Brings a list into line: an element is made anew only when what it shows has changed. */
export function showRows(parent, items, keyOf, build) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const rows = items.map((item) => {
    const row = build(item);
    row.dataset.key = String(keyOf(item));
    const known = old.get(row.dataset.key);
    return known !== undefined && known.isEqualNode(row) ? known : row;
  });
  const isSame = rows.length === parent.children.length && rows.every((row, index) => row === parent.children[index]);
  if (!isSame) parent.replaceChildren(...rows);
}
