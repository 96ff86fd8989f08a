/** Names of the API in the Ruby SDK's spelling, which readers of the reference collector's files expect. */

/** `DBInstanceArn` → `db_instance_arn`, `Ipv6Pool` → `ipv_6_pool`, `CodeSha256` → `code_sha_256`, `S3Bucket` → `s3_bucket`. */
export function snakeCase(name: string): string {
  const known = snaked.get(name);
  if (known !== undefined) return known;
  const made = /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? split(name) : name;
  snaked.set(name, made);
  return made;
}

/** Each name is converted once: there are some ten thousands of them in the models, and millions of records. */
const snaked = new Map([['ETag', 'etag']]);

/** Capitals and digits stay together (`EC2`, `S3`), digits after small letters are separate words. */
function split(name: string): string {
  const parted = name.replace(/([A-Z0-9]+)([A-Z][a-z])/g, '$1_$2');
  const words = parted.match(/s3|[Ee]c2|[a-z]+|\d+|[A-Z0-9]+[a-z]*/g) ?? [name];
  return words.join('_').toLowerCase();
}
