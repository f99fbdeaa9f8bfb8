import '@fontsource-variable/source-sans-3';
import '../lib/base.css';
import '../lib/dialog.css';
import './studio.css';
import { mount } from 'svelte';
import Studio from './Studio.svelte';

mount(Studio, { target: document.body });
