/** The environment of every function, besides what Lambda sets. */

import * as z from 'zod';

/** The settings document in S3, by its digest: functions of one deployment read the same version. */
export const functionEnvironment = z.object({
  SETTINGS_BUCKET: z.string().min(1),
  SETTINGS_KEY: z.string().min(1),
  SETTINGS_DIGEST: z.string().regex(/^[0-9a-f]{64}$/),
});

export type FunctionEnvironment = z.infer<typeof functionEnvironment>;
