import type { Connection } from '#platform/graphql/connection.ts';
import type { ApiClientAccount } from './administration/client-administration.ts';
import type { ProviderPerson } from './administration/identity-administration.ts';
import type { Actor } from './domain/actor.ts';

/** The parent value of the resolvers of `Person`. */
export type PersonModel = ProviderPerson;
export type PersonConnectionModel = Connection<PersonModel>;
export type PersonEdgeModel = PersonConnectionModel['edges'][number];
/** The parent value of the resolvers of `Actor`. */
export type ActorModel = Actor;
/** The parent value of the resolvers of `ApiClient`. */
export type ApiClientModel = ApiClientAccount;
