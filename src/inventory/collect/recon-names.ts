/** Member names in the spelling of the AWS SDK for Ruby, which the reference collector writes. */

/**
 * Words with a spelling of their own there: the generator of that SDK has them as a list
 * (https://github.com/aws/aws-sdk-ruby, `underscore.rb` of its code generator).
 */
const irregular = /ARNs|CNAMEs|ETag|Ec2|ElastiCache|iSCSI|ACLs|Md5s/g;

/**
 * `DBInstanceArn` → `db_instance_arn`, `TargetGroupARNs` → `target_group_arns`, `CodeSha256` → `code_sha_256`. Digits
 * stay with small letters only if the name begins with them: `Ipv6Pool` → `ipv_6_pool`, but `ipv6Pool` → `ipv6_pool`.
 */
export function snakeCase(name: string): string {
  const known = snaked.get(name);
  if (known !== undefined) return known;
  const made = /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? split(name) : name;
  snaked.set(name, made);
  return made;
}

/** Each name is converted once: there are some ten thousands of them in the models, and millions of records. */
const snaked = new Map<string, string>();

function split(name: string): string {
  const regular = name.replace(irregular, (word) => `_${word.toLowerCase()}`);
  const parted = regular.replace(/([A-Z0-9]+)([A-Z][a-z])/g, '$1_$2');
  const words = parted.match(/[a-z0-9]+|[A-Z0-9]+[a-z]*/g) ?? [name];
  return words.join('_').toLowerCase();
}
