import '@fontsource-variable/source-sans-3';
import '../lib/base.css';
import '../lib/dialog.css';
import './moderator.css';
import { mount } from 'svelte';
import { takeStaffLink } from '../lib/takeStaffLink.ts';
import Console from './Console.svelte';

const link = takeStaffLink('moderator');
addEventListener('hashchange', () => location.reload());
mount(Console, { target: document.body, props: { link } });
