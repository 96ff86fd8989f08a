/**
 * A sweep of personal accounts: shows which accounts need something and why, and advances them. In a project that has
 * installed the package, beside the settings: `node sweep-accounts.ts`. With `--dry-run` nothing is changed.
 */

import {
  type LifecycleOptions,
  loadSettings,
  openLifecycle,
  planSweep,
  sweep,
} from 'flotilla/lifecycle';

export interface SweepAccountsOptions extends LifecycleOptions {
  readonly dryRun: boolean;
}

export async function sweepAccounts({ dryRun, ...options }: SweepAccountsOptions) {
  const lifecycle = await openLifecycle(options);
  try {
    const plan = await planSweep(lifecycle);
    const reasons = plan.look.map(({ account, reason }) => `${account.account.id} ${reason}`);
    if (dryRun) return { reasons, outcomes: [] };
    const { outcomes } = await sweep(lifecycle, plan);
    return { reasons, outcomes: outcomes.map(({ accountId, status }) => `${accountId} ${status}`) };
  } finally {
    await lifecycle.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const settings = await loadSettings({ path: 'settings.yaml' });
  const done = await sweepAccounts({ settings, dryRun: process.argv.includes('--dry-run') });
  process.stdout.write(`${JSON.stringify(done, undefined, 2)}\n`);
}
