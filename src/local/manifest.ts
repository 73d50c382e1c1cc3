import { z } from 'zod';

/** What the local workspace reads of an app manifest: what the "installed" app may do and listens to. */
export const manifestSchema = z.looseObject({
  display_information: z.looseObject({ name: z.string() }),
  features: z.looseObject({
    app_home: z.looseObject({ home_tab_enabled: z.boolean().optional() }).optional(),
    bot_user: z.looseObject({ display_name: z.string() }).optional(),
    slash_commands: z
      .array(
        z.looseObject({
          command: z.string().startsWith('/'),
          description: z.string().default(''),
          usage_hint: z.string().optional(),
          should_escape: z.boolean().optional(),
        }),
      )
      .default([]),
    shortcuts: z
      .array(
        z.looseObject({
          name: z.string(),
          type: z.enum(['global', 'message']),
          callback_id: z.string(),
          description: z.string().default(''),
        }),
      )
      .default([]),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()).default([]) }) }),
  settings: z
    .looseObject({
      event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).default([]) }).optional(),
      interactivity: z.looseObject({ is_enabled: z.boolean() }).optional(),
    })
    .default({}),
});

export type Manifest = z.output<typeof manifestSchema>;
/** A manifest as it stands in a file, before defaults are filled in. */
export type ManifestFile = z.input<typeof manifestSchema>;
