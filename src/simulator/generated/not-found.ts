/** The service's own error for a resource that does not exist. */

import { readFileSync } from 'node:fs';
import { AwsError } from '../../wire/aws-error.ts';
import { ec2NotFoundCode } from './ec2-names.ts';
import type { ReadRequest } from './read-request.ts';

/** `models/not-found.ts` writes them: the usual error of a service, and those of the other operations. */
interface ServiceErrors {
  readonly usual: string;
  readonly operations: Readonly<Record<string, string>>;
}

type ReadOperation = Pick<ReadRequest, 'service' | 'operation'>;

let table: Readonly<Record<string, ServiceErrors>> | undefined;

/** For a read of one resource. The message is the simulator's: AWS's differ from service to service. */
export function notFound(read: ReadOperation, member: string, value: string): AwsError {
  const { usual } = errorsOf(read);
  const code = read.service.name === 'ec2' ? ec2NotFoundCode(member) : declaredCode(read) || usual;
  return new AwsError(code, `The ${member} '${value}' does not exist.`);
}

/** Whether a list of ids is refused when one of them does not exist. Other operations leave it out. */
export function refusesUnknownIds(read: ReadOperation): boolean {
  const isDeclared = /NotFound|NoSuch|NotExist|Nonexistent|^Unknown/.test(declaredCode(read));
  return read.service.name === 'ec2' || (isDeclared && !read.operation.name.startsWith('Batch'));
}

function declaredCode(read: ReadOperation): string {
  const { operations, usual } = errorsOf(read);
  return operations[read.operation.name] ?? usual;
}

function errorsOf({ service }: ReadOperation): ServiceErrors {
  table ??= JSON.parse(
    readFileSync(new URL('not-found.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, ServiceErrors>>;
  return table[service.name] ?? { usual: 'ResourceNotFoundException', operations: {} };
}
