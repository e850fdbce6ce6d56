/** What an API key can be used for, in words for whoever gives one out. A scope never adds a right: it lets
 *  through what the key's owner may do anyway. */
export const scopes = {
  'read-public': 'Read what everybody may read.',
  'read-member': 'Read what the owner of the key may read.',
  explore: 'Ask for the schema, and send any document where only registered ones are answered.',
  export: 'Take whole catalogues out.',
  'push-catalogue': 'Put records into the catalogue of a platform the owner serves.',
  'push-state': 'Report the state of machines.',
  'act-for': 'Change what the owner may change.',
} as const;
export type Scope = keyof typeof scopes;

/** All scopes, in the order in which they are explained. */
export const allScopes = Object.keys(scopes) as Scope[];
