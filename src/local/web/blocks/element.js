import { html } from '../html.js';
import { words } from '../text.js';
import { Button, FeedbackButtons, Overflow } from './button.js';
import { ChoiceField, DateField, FileField, TextField } from './inputs.js';
import { Select } from './select.js';
import { usePlace } from './use-act.js';

/** @typedef {import('../types.d.ts').Element} Element */

/**
 * Any element of a block.
 * @param {{ blockId: string, element: Element, label?: string, invalid?: boolean }} props
 */
export function ElementOf({ blockId, element, label, invalid = false }) {
  const place = usePlace();
  const { type } = element;
  if (type === 'button' || type === 'workflow_button' || type === 'icon_button')
    return html`<${Button} blockId=${blockId} element=${element} />`;
  if (type === 'overflow') return html`<${Overflow} blockId=${blockId} element=${element} />`;
  if (type === 'feedback_buttons') return html`<${FeedbackButtons} blockId=${blockId} element=${element} />`;
  if (type === 'image')
    return html`<img class="accessory" src=${element.image_url} alt=${element.alt_text ?? ''} />`;
  const props = {
    blockId,
    element,
    state: place.values[blockId]?.[element.action_id],
    label: label ?? (words(element.placeholder) || 'Choose'),
    invalid,
    id: `field-${blockId}-${element.action_id}`,
  };
  if (type.endsWith('_select')) return html`<${Select} ...${props} />`;
  if (type === 'datepicker' || type === 'timepicker' || type === 'datetimepicker')
    return html`<${DateField} ...${props} />`;
  if (type === 'radio_buttons' || type === 'checkboxes') return html`<${ChoiceField} ...${props} />`;
  if (type === 'file_input') return html`<${FileField} ...${props} />`;
  return html`<${TextField} ...${props} />`;
}
