import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLFieldResolver, graphql, parse } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import { compose } from '../../../testing/compose.ts';
import type {
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../../../upstream/subgraph-transport.ts';

const link = /* GraphQL */ `
  extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.12"
    import: ["@key", "@external", "@requires", "@shareable", "@authenticated"]
  )
`;

/** Three subgraphs with entities of several keys, interfaces, unions, lists in lists, fields that need others, and rules. */
const subgraphSdls: Readonly<Record<string, string>> = {
  catalog: /* GraphQL */ `
    ${link}
    type Query { products: [Product!]! product: Product items: [Item] hits: [Hit!] grid: [[Product]] strict: Product! }
    interface Item { id: ID! label: String }
    union Hit = Product | Shop
    type Product implements Item @key(fields: "id") @key(fields: "sku { code }") {
      id: ID! label: String name: String! weight: Int tags: [String!] kind: Kind sku: Sku! maker: Person! related: [Product!]
    }
    type Sku { code: ID! }
    type Service implements Item @key(fields: "id") { id: ID! label: String! hours: Float @authenticated maker: Person }
    type Shop @key(fields: "id") { id: ID! products: [Product] }
    type Person @key(fields: "id") { id: ID! }
    enum Kind { BIG SMALL }
  `,
  people: /* GraphQL */ `
    ${link}
    type Query { people: [Person!] me: Person }
    type Person @key(fields: "id") { id: ID! name: String! email: String @authenticated friends: [Person!] best: Person favourites: [Product] }
    type Product @key(fields: "id") { id: ID! fans: [Person!]! }
    type Shop @key(fields: "id") { id: ID! owner: Person! @authenticated }
  `,
  stock: /* GraphQL */ `
    ${link}
    type Query { shops: [Shop!] }
    type Shop @key(fields: "id") { id: ID! city: String }
    type Product @key(fields: "sku { code }") {
      sku: Sku! @shareable weight: Int @external count: Int! freight: Int @requires(fields: "weight") places: [Shop!]
    }
    type Sku @shareable { code: ID! }
    type Service @key(fields: "id") { id: ID! slots: [Int!]! }
  `,
};

/** A whole number from a text, the same for the same text (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** A shop whose data, nulls and failures follow from a seed, whoever asks and however often. */
export interface Shop {
  readonly supergraphSdl: string;
  /** The subgraphs of one seed. With `isFaulty` fields fail, are null or of a wrong kind, and subgraphs are away. */
  createTransport(seed: number, isFaulty: boolean): SubgraphTransport;
  /** The same data in one schema, without any federation. */
  readonly resolveWhole: (seed: number) => GraphQLFieldResolver<unknown, unknown>;
}

/** Creates the shop: its subgraphs are real ones, in this process. */
export function createShop(): Shop {
  const schemas = new Map(
    Object.entries(subgraphSdls).map(([name, sdl]) => [
      name,
      buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: abstractTypes }] as Parameters<
        typeof buildSubgraphSchema
      >[0]),
    ]),
  );
  return {
    supergraphSdl: compose(
      Object.entries(subgraphSdls).map(([name, typeDefs]) => ({
        name,
        typeDefs,
        url: `http://${name}.invalid`,
      })),
    ),
    resolveWhole: (seed) => createResolver(seed, false),
    createTransport: (seed, isFaulty) => ({
      async send(request) {
        if (isFaulty && hash(`${seed} ${request.subgraph}`) % 8 === 0) {
          throw new CodedError('SUBGRAPH_UNAVAILABLE', 'away');
        }
        const schema = schemas.get(request.subgraph);
        if (!schema) throw new TypeError(`There is no subgraph ${request.subgraph}.`);
        const result = await graphql({
          schema,
          source: request.query,
          operationName: request.operationName,
          variableValues: toVariables(request),
          fieldResolver: createResolver(seed, isFaulty),
        });
        return JSON.parse(JSON.stringify(result)) as SubgraphResponse;
      },
    }),
  };
}

function toVariables({
  variables,
  representations,
  moreRepresentations = [],
}: SubgraphRequest): Record<string, unknown> {
  return {
    ...variables,
    ...(representations && { representations: representations.map((text): unknown => JSON.parse(text)) }),
    ...Object.fromEntries(
      moreRepresentations.map(([variable, texts]) => [
        variable,
        texts.map((text): unknown => JSON.parse(text)),
      ]),
    ),
  };
}

interface Thing {
  readonly __typename: string;
  readonly id: string;
}

const abstractTypes = {
  Item: { __resolveType: ({ __typename }: Thing) => __typename },
  Hit: { __resolveType: ({ __typename }: Thing) => __typename },
  ...Object.fromEntries(
    ['Product', 'Person', 'Shop', 'Service'].map((name) => [
      name,
      {
        __resolveReference: ({ id, sku }: { id?: string; sku?: { code: string } }) => ({
          __typename: name,
          id: id ?? sku?.code.slice(1),
        }),
      },
    ]),
  ),
};

/** Every value follows from the seed, the object and the field: the same whichever way it is reached. */
function createResolver(seed: number, isFaulty: boolean): GraphQLFieldResolver<unknown, unknown> {
  const make = (type: string, below: string, place: string): unknown => {
    if (type.endsWith('!')) return make(type.slice(0, -1), below, place);
    if (type.startsWith('[')) {
      const items = hash(place) % 4;
      return Array.from({ length: items }, (_, nth) => make(type.slice(1, -1), below, `${place}.${nth}`));
    }
    const chance = hash(`${place}?`) % 40;
    if (isFaulty && chance === 0) return null;
    if (isFaulty && chance === 1) throw new Error(`no ${place}`);
    const id = String(hash(place) % 5);
    switch (type) {
      case 'Int':
        return hash(place) % 100;
      case 'Float':
        return (hash(place) % 100) / 8;
      case 'Kind':
        return hash(place) % 2 === 0 ? 'BIG' : 'SMALL';
      case 'String':
      case 'ID':
        return `${place} "é\n"`;
      case 'Item':
        return { __typename: hash(place) % 2 === 0 ? 'Product' : 'Service', id };
      case 'Hit':
        return { __typename: hash(place) % 2 === 0 ? 'Product' : 'Shop', id };
      case 'Sku':
        return { __typename: 'Sku', id: below };
      default:
        return { __typename: type, id };
    }
  };
  return (source, _args, _context, { fieldName, parentType, returnType }) => {
    const { __typename = parentType.name, id = '' } = (source ?? {}) as Partial<Thing>;
    if (fieldName === 'id') return id;
    if (fieldName === 'code') return `c${id}`;
    return make(String(returnType), id, `${seed} ${__typename}:${id}.${fieldName}`);
  };
}
