import '@fontsource-variable/source-sans-3';
import '../lib/base.css';
import './host.css';
import { mount } from 'svelte';
import { takeStaffLink } from '../lib/takeStaffLink.ts';
import Host from './Host.svelte';

const link = takeStaffLink('host');
addEventListener('hashchange', () => location.reload());
mount(Host, { target: document.body, props: { link } });
