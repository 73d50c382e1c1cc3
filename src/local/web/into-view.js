/**
 * For `ref`: a list that opens near an edge is scrolled to, so that all of it can be read and clicked.
 * @param {Element | null} element
 */
export function intoView(element) {
  element?.scrollIntoView({ block: 'nearest' });
}
