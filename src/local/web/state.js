/** @typedef {import('./types.d.ts').ElementState} ElementState */

/**
 * What a control shows for the state that the workspace keeps of it: text, one value, or several.
 * @param {ElementState | undefined} state
 * @returns {string}
 */
export function textOf(state) {
  if (!state) return '';
  const value =
    state.value ??
    state.selected_option?.value ??
    state.selected_user ??
    state.selected_conversation ??
    state.selected_channel ??
    state.selected_date ??
    state.selected_time ??
    state.selected_date_time;
  return value === null || value === undefined ? '' : String(value);
}

/**
 * @param {ElementState | undefined} state
 * @returns {string[]}
 */
export function listOf(state) {
  if (!state) return [];
  return (
    state.selected_options?.map((option) => option.value ?? '') ??
    state.selected_users ??
    state.selected_conversations ??
    state.selected_channels ??
    []
  );
}
