import htm from '/vendor/htm.js';
import { h } from '/vendor/preact.js';

/** Markup as tagged templates; every text in it is escaped by preact. */
export const html = htm.bind(h);
