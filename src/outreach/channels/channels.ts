import type { Channel } from './channel.ts';
import { email } from './email.ts';
import { linkedin } from './linkedin.ts';
import { phone } from './phone.ts';

/** Every channel, in the order in which they are offered. */
export const CHANNELS: Record<Channel['id'], Channel> = { email, linkedin, phone };
