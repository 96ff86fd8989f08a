/** Secrets in SecureString parameters of the automation account. They are kept in memory for five minutes. */

import { classify } from '../aws/failures.ts';
import type { GenericCalls } from '../aws/generic-client.ts';
import type { Clock } from '../model/clock.ts';
import { SendFailed } from './channel.ts';

export interface SecretParameters {
  /** Throws a {@link SendFailed} that names the parameter, never its value. */
  read(name: string, signal: AbortSignal): Promise<string>;
}

const freshMs = 5 * 60_000;

export function secretParameters(ssm: () => GenericCalls, clock: Clock): SecretParameters {
  const known = new Map<string, { readonly value: string; readonly at: number }>();
  return {
    async read(name, signal) {
      const found = known.get(name);
      if (found && clock.now() - found.at < freshMs) return found.value;
      const value = await readSecret(ssm(), name, signal);
      known.set(name, { value, at: clock.now() });
      return value;
    },
  };
}

async function readSecret(ssm: GenericCalls, Name: string, signal: AbortSignal): Promise<string> {
  let parameter: { readonly Type?: string; readonly Value?: string } = {};
  try {
    const found = await ssm.call('GetParameter', { Name, WithDecryption: true }, signal);
    parameter = found.Parameter as typeof parameter;
  } catch (error) {
    throw new SendFailed(`the parameter ${Name} cannot be read (${classify(error).code})`, 0);
  }
  const { Type, Value = '' } = parameter;
  if (Type !== 'SecureString') {
    throw new SendFailed(`the parameter ${Name} is a ${Type}; it must be a SecureString`, 0);
  }
  const value = Value.trim();
  if (value === '') throw new SendFailed(`the parameter ${Name} is empty`, 0);
  return value;
}
