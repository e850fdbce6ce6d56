import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemas } from '../cli/rooms.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Service {
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown>;
  volumes?: string[];
}
const compose = parse(read('compose.yaml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};

describe('the Containerfile', () => {
  it('has no fault of form', () => {
    expect(validate(read('Containerfile')).map(({ message }) => message)).toEqual([]);
  });

  it('copies rooms that exist, and every room that the program needs', () => {
    const copied = [...read('Containerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
      (from ?? '').split(' '),
    );
    expect(copied.filter((name) => !existsSync(join(root, name)))).toEqual([]);
    const rooms = ['cli', 'db', 'formats', 'gateway', 'schema', 'subgraphs'];
    expect(copied).toEqual(expect.arrayContaining([...rooms, 'package.json', 'package-lock.json']));
  });
});

describe('the compose file', () => {
  it('runs each subgraph apart, and the gateway knows where', () => {
    const { gateway, ...others } = compose.services;
    const remotes = (gateway?.command ?? []).filter((word) => word.includes('='));
    const served = remotes.map((word) => {
      const [name = '', address = ''] = word.split('=');
      expect(address).toBe(`http://${name}:4000/graphql`);
      expect(others[name]?.command).toEqual(['serve', '--subgraph', name]);
      return name;
    });
    // `door` is the gateway's own.
    expect([...served, 'door'].sort()).toEqual(Object.keys(schemas).sort());
  });

  it('gives the private key to the gateway alone', () => {
    const holders = Object.entries(compose.services)
      .filter(([, { volumes = [] }]) => volumes.some((volume) => volume.startsWith('private-key')))
      .map(([name]) => name);
    expect(holders).toEqual(['key', 'gateway']);
  });

  it('names only services and volumes that it declares', () => {
    const services = Object.keys(compose.services);
    for (const { depends_on: needed = {}, volumes = [] } of Object.values(compose.services)) {
      expect(services).toEqual(expect.arrayContaining(Object.keys(needed)));
      expect(Object.keys(compose.volumes)).toEqual(
        expect.arrayContaining(volumes.map((volume) => volume.split(':')[0])),
      );
    }
  });
});
