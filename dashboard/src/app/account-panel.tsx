import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useApi, usePerson } from '../api/api-context.ts';
import { mayUse } from '../api/roles.ts';
import { applyDensity, readDensity } from '../features/preferences/density.ts';
import { toKeptTheme } from '../features/preferences/preference-values.ts';
import { keepStartPage, readStartPage } from '../features/preferences/start-page.ts';
import { useKeepPreference } from '../features/preferences/use-keep-preference.ts';
import type { Density } from '../generated/graphql.ts';
import { useMessages } from '../messages/language.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { LanguageSelect } from './language-select.tsx';
import { navigation } from './navigation.ts';
import styles from './shell.module.css';
import { applyTheme, readTheme, type Theme, themes } from './theme.ts';

export interface AccountPanelProps {
  /** Shows the shortcuts. */
  readonly onHelp: () => void;
}

/** The person who is signed in, with the language, the appearance, help, and the way out. */
export function AccountPanel({ onHelp }: AccountPanelProps) {
  const { shell } = useMessages();
  const { username } = usePerson();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  function closeOnEscape({ key }: KeyboardEvent): void {
    if (key !== 'Escape') return;
    setOpen(false);
    button.current?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from whatever has the focus in it
    <div
      className={styles['account']}
      onKeyDown={closeOnEscape}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <Button
        ref={button}
        kind="plain"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={shell.signedInAs(username)}
        onClick={() => setOpen(!isOpen)}
      >
        {username} <span aria-hidden="true">▾</span>
      </Button>
      {isOpen && (
        <div id={id} className={styles['panel']}>
          <Link to="/account" onClick={() => setOpen(false)}>
            {shell.account}
          </Link>
          <KeptLanguageSelect />
          <ThemeSelect />
          <DensitySelect />
          <StartPageSelect />
          <Button
            onClick={() => {
              // The dialog gives the focus back to what has it now.
              button.current?.focus();
              setOpen(false);
              onHelp();
            }}
          >
            {shell.shortcuts}
          </Button>
          <SignOutButton />
        </div>
      )}
    </div>
  );
}

/** Lets people choose the language, and keeps it for their other browsers. */
export function KeptLanguageSelect() {
  const keep = useKeepPreference();
  return <LanguageSelect onChosen={(language) => void keep({ language })} />;
}

/** The choice of light or dark. */
export function ThemeSelect() {
  const { shell } = useMessages();
  const [theme, setTheme] = useState(readTheme);
  const keep = useKeepPreference();
  return (
    <SelectField
      label={shell.theme}
      value={theme}
      options={themes.map((value) => ({ value, label: shell.themes[value] }))}
      onChange={({ target }) => {
        applyTheme(target.value as Theme);
        setTheme(target.value as Theme);
        void keep({ theme: toKeptTheme(target.value as Theme) });
      }}
    />
  );
}

function DensitySelect() {
  const { preferences: messages } = useMessages();
  const [density, setDensity] = useState(readDensity);
  const keep = useKeepPreference();
  return (
    <SelectField
      label={messages.density}
      value={density}
      options={densities.map((value) => ({ value, label: messages.densities[value] }))}
      onChange={({ target }) => {
        const chosen = target.value as Density;
        applyDensity(chosen);
        setDensity(chosen);
        void keep({ density: chosen });
      }}
    />
  );
}

const densities: readonly Density[] = ['COMFORTABLE', 'COMPACT'];

function StartPageSelect() {
  const messages = useMessages();
  const { roles } = usePerson();
  const [startPage, setStartPage] = useState(readStartPage);
  const keep = useKeepPreference();
  const pages = navigation.filter(({ to, needs }) => to !== '/' && mayUse(roles, needs));
  return (
    <SelectField
      label={messages.preferences.startPage}
      value={startPage ?? ''}
      options={[
        { value: '', label: messages.preferences.firstPage },
        ...pages.map(({ to, label }) => ({ value: to, label: label(messages) })),
      ]}
      onChange={({ target }) => {
        const chosen = target.value === '' ? undefined : target.value;
        keepStartPage(chosen);
        setStartPage(chosen);
        void keep({ defaultPage: chosen ?? null });
      }}
    />
  );
}

function SignOutButton() {
  const { session } = useApi();
  const { shell } = useMessages();
  const [hasFailed, setFailed] = useState(false);
  return (
    <>
      {hasFailed && <p role="alert">{shell.signOutFailed}</p>}
      <Button onClick={() => session.signOut().catch(() => setFailed(true))}>{shell.signOut}</Button>
    </>
  );
}
