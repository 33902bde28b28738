import { useState } from 'react';
import { type SessionState, signIn, signOut } from './gateway.ts';

/** Who is signed in and with which roles, and the button that changes it. */
export function AccountMenu({ session }: { session: SessionState }) {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function leave(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await signOut();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <div className="account">
      {problem !== undefined && <span role="alert">{problem}</span>}
      {session.authenticated ? (
        <>
          <span className="person" data-testid="username">
            {session.username}
          </span>
          <ul className="roles" aria-label="Roles">
            {session.roles.map((role) => (
              <li key={role}>{role}</li>
            ))}
          </ul>
          <button type="button" onClick={leave} disabled={busy}>
            Sign out
          </button>
        </>
      ) : (
        <>
          <span className="person">Not signed in</span>
          <span className="hint">Sign in first: most fields are for people with a role.</span>
          <button type="button" className="primary" onClick={signIn}>
            Sign in
          </button>
        </>
      )}
    </div>
  );
}
