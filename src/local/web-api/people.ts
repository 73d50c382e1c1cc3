import { APP_ID, BOT_ID, BOT_USER_ID, TEAM } from '../state/sample.ts';
import { userObject } from '../state/wire.ts';
import { hasScope, type Method, paged, requiredText, textOf } from './method.ts';
import { Refusal } from './refusal.ts';

export const peopleMethods: Record<string, Method> = {
  'api.test': { token: 'none', scopes: [], run: (_, args) => ({ args }) },
  'auth.test': {
    token: 'bot',
    scopes: [],
    run: (workspace) => ({
      url: `${workspace.url()}/`,
      team: TEAM.name,
      user: workspace.state.people.get(BOT_USER_ID)?.name,
      team_id: TEAM.id,
      user_id: BOT_USER_ID,
      bot_id: BOT_ID,
      app_id: APP_ID,
      is_enterprise_install: false,
    }),
  },
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    run({ state, clock, manifest }, args) {
      const person = state.people.get(requiredText(args, 'user'));
      if (!person) throw new Refusal('user_not_found');
      return { user: userObject(person, clock.now(), hasScope(manifest, 'users:read.email')) };
    },
  },
  'users.lookupByEmail': {
    token: 'bot',
    scopes: ['users:read.email'],
    run({ state, clock }, args) {
      const email = requiredText(args, 'email').toLowerCase();
      const person = [...state.people.values()].find((one) => one.kind !== 'bot' && one.email === email);
      if (!person) throw new Refusal('users_not_found');
      return { user: userObject(person, clock.now(), true) };
    },
  },
  'users.list': {
    token: 'bot',
    scopes: ['users:read'],
    run({ state, clock, manifest }, args) {
      const { page, response_metadata } = paged([...state.people.values()], args, 1_000);
      const withEmail = hasScope(manifest, 'users:read.email');
      return {
        members: page.map((person) => userObject(person, clock.now(), withEmail)),
        cache_ts: Math.floor(clock.now().getTime() / 1000),
        response_metadata,
      };
    },
  },
  'bots.info': {
    token: 'bot',
    scopes: ['users:read'],
    run({ state }, args) {
      const botId = textOf(args, 'bot') ?? BOT_ID;
      const person = [...state.people.values()].find((it) => it.botId === botId);
      if (!person) throw new Refusal('bot_not_found');
      const app = person.id === BOT_USER_ID ? { app_id: APP_ID } : {};
      return {
        bot: {
          id: botId,
          deleted: false,
          name: person.displayName,
          updated: 0,
          user_id: person.id,
          icons: {},
          ...app,
        },
      };
    },
  },
};
