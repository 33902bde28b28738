/** The prefix of API keys, by which the subgraph people writes them and the gateway (`API_KEYS`) knows them. */
export const apiKeyPrefix = 'fct';
