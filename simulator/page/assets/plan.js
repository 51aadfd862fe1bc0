const SVG = 'http://www.w3.org/2000/svg';

function shape(name, attributes, className) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (className !== undefined) element.setAttribute('class', className);
  return element;
}

/** A door as an architect draws it: two ends of a wall, a leaf on its hinge, the quarter circle it sweeps. Inside is up. */
export function drawPlan() {
  const plan = shape('svg', { viewBox: '0 -12 240 98', 'aria-hidden': 'true' }, 'plan');
  plan.append(
    shape('path', { d: 'M0 56H88M152 56H240' }, 'wall'),
    shape('path', { d: 'M152 56A64 64 0 0 0 88 -8' }, 'sweep'),
    shape('path', { d: 'M88 56H152' }, 'leaf'),
    shape('circle', { cx: 120, cy: 72, r: 7 }, 'walker'),
  );
  return plan;
}

/** Plays what the door did. The words for it stand beside, for whoever sees no motion. */
export function playWalk(card, isGranted, direction) {
  card.classList.remove('opens', 'refuses', 'goes-out');
  // Without this the browser sees no change when the same walk is played twice.
  void card.offsetWidth;
  card.classList.add(isGranted ? 'opens' : 'refuses');
  card.classList.toggle('goes-out', direction === 'out');
  setTimeout(() => card.classList.remove('opens', 'refuses', 'goes-out'), 2_400);
}
